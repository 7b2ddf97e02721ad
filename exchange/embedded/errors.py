"""What can go wrong with the engines, always as one line that says what to do."""


class EngineError(Exception):
    """An engine cannot run here; the message is for the person at the terminal."""
