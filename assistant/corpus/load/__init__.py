"""From the files of a brand pack to documents: scan the folder, then read each file in a child process."""

from assistant.corpus.load.parsed import Loaded
from assistant.corpus.load.reader import DocumentReader
from assistant.corpus.load.scan import Scan, SourceFile, scan

__all__ = ["DocumentReader", "Loaded", "Scan", "SourceFile", "scan"]
