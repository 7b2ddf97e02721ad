"""The project's own bilingual vocabulary: terms and sentences of research, written for it."""
