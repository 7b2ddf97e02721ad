"use strict";
// One way to count for every form: text as the server reads it (exchange/http/text.py) and in what Python counts, which
// is code points. A line break is one character, an emoji what it is made of, and what nobody sees is nothing.
const LINE_END = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
const PICTURED = "\\u00a9\\u00ae\\u203c\\u2049\\u2122\\u2139\\u2190-\\u2bff\\u3030\\u303d\\u3297\\u3299\\u{1f000}-\\u{1faff}";
const BRAILLE = "\\u2801-\\u28ff";
const UNSEEN = new RegExp(
  "[\\u0001-\\u0008\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f" +
  "\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0e\\ufeff\\uffa0\\ufff0-\\ufffb" +
  "\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]" +
  "|(?<![\\u0600-\\u109f\\u1780-\\u18af\\u2190-\\u2bff\\ufe0f\\u{1f000}-\\u{1faff}])[\\u200c\\u200d]" +
  `|(?<![${PICTURED}])\\ufe0f(?!\\u20e3)|(?<![${BRAILLE}])\\u2800(?![${BRAILLE}])`, "gu");
// The white space of Python's str.split() and str.strip().
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const SPACES = new RegExp(SPACE, "gu"), AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "gu");

function countLength(text, unit) {
  const read = text.replace(LINE_END, "\n").replace(UNSEEN, "").normalize("NFC");
  return unit === "words" ? read.split(SPACES).filter(Boolean).length : [...read].length;
}

// Of a field of a form: the server takes the space around it away before it counts.
function countField(text) {
  return countLength(text.replace(LINE_END, "\n").replace(UNSEEN, "").replace(AROUND, ""), "characters");
}
