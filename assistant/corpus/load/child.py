"""The process that parses: it may crash, hang or run out of memory without harm to its parent.

Started as ``python -m assistant.corpus.load.child FD TIMEOUT MEMORY`` by `DocumentReader`. Imports stay lean,
so that a restart costs little.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import re
import resource
import signal
import sys
from multiprocessing.connection import Connection

from assistant.corpus.load.formats import parse
from assistant.corpus.load.metadata import resolve
from assistant.corpus.load.parsed import Loaded
from assistant.corpus.load.scan import SourceFile
from assistant.domain import Document, Quarantined
from assistant.errors import DocumentError


class _Changed(DocumentError):
    """Somebody wrote to the file since it was found."""


def load(file: SourceFile) -> Loaded:
    """Read and parse one file, here and now; DocumentError where it cannot become a document."""
    data = file.absolute.read_bytes()
    if hashlib.sha256(data).hexdigest() != file.digest:
        raise _Changed("changed while it was read: publish again")
    parsed = parse(file.path, data)
    if not any(re.search(r"\w", parsed.text[block.start : block.end]) for block in parsed.blocks):
        raise DocumentError("is empty: it holds no words; remove it or put the document in its place")
    declared = parsed.declared.over(file.declared)
    source = resolve(file.path, file.checksum, declared.over(parsed.found).over(file.guessed))
    refused = "; ".join(filter(None, [file.refused, parsed.refused]))
    return Loaded(Document(source, parsed.text, parsed.blocks), declared.silent, parsed.notes, refused)


def answer(file: SourceFile) -> Loaded | Quarantined:
    """`load`, with every failure as a reason: parsers of hostile files raise whatever they like."""
    passing = False
    try:
        return load(file)
    except DocumentError as error:
        reason = str(error)
        passing = isinstance(error, _Changed)
    except MemoryError:
        reason = "takes more memory than ASSISTANT_DOCUMENT_MEMORY_MB to read: split it, or raise the limit"
        passing = True
    except RecursionError:
        reason = "is nested too deeply to be read: flatten it"
    except OSError as error:
        reason = f"cannot be opened ({error.strerror}): mend its permissions or remove it"
        passing = True
    except Exception as error:  # noqa: BLE001 - the outermost frame of this process
        reason = f"is broken ({type(error).__name__}: {error}): save it anew from its own program"
    return Quarantined(file.path, " ".join(reason.split())[:500], passing)


def main() -> None:
    """Answer requests until the parent hangs up."""
    descriptor, timeout, memory = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    os.dup2(2, 1)  # what a parser prints must not end up on the user's standard output
    with contextlib.suppress(ValueError, OSError):  # not every system limits address space
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with Connection(descriptor) as connection, contextlib.suppress(EOFError, BrokenPipeError):
        connection.send_bytes(b"ready")
        while True:
            file: SourceFile = pickle.loads(connection.recv_bytes())  # noqa: S301 - from our own parent
            signal.setitimer(signal.ITIMER_REAL, 2 * timeout + 1)  # ends it where nobody is left to kill it
            reply = pickle.dumps(answer(file))
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send_bytes(reply)


if __name__ == "__main__":
    main()
