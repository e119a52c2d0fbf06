"""Systems that answer cases: the assistant, with its gate or without; a plain chain; any server; a recording.

What another system says is brought into the shape of ``assistant ask --json``, so that all are scored alike.
"""

from assistant_eval.systems.opening import Choice, open_system
from assistant_eval.systems.system import Said, System

__all__ = ["Choice", "Said", "System", "open_system"]
