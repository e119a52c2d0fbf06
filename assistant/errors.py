"""Failures, classed by what the caller does next.

::

    AssistantError            show the message: it holds fact, value and remedy
    ├── BrandError            the brand pack cannot be used: mend brand.toml or the folder
    ├── DocumentError         one document cannot be used: quarantine it, go on
    ├── PublishError          the release could not be built: the old one still serves
    │   └── PublishLocked     another publish is running: wait or stop it
    ├── ReleaseError          no release can be served: run `assistant publish`
    │   └── StaleRelease      the release was built with other settings: publish again
    ├── ModelError            a model cannot be loaded or trusted: mend the settings
    ├── DrafterError          the language model failed: retry, or use the extractive drafter
    ├── ReceiptError          a file is no receipt, or a damaged one: name another
    └── ServeError            the web chat cannot listen where it was told to: name another host or port

Expected outcomes (a refusal, a hand-over) are values, never exceptions; see `assistant.domain`.
"""


class AssistantError(Exception):
    """Base of every failure whose message is meant for the user: fact, value, remedy."""


class BrandError(AssistantError):
    """The brand pack is missing, malformed or contradicts itself."""


class DocumentError(AssistantError):
    """One document cannot be used; publishing quarantines it with this message and goes on."""


class PublishError(AssistantError):
    """A release could not be built or did not verify; the release before it still serves."""


class PublishLocked(PublishError):
    """Another publish of the same brand holds the lock; the message says which process."""


class ReleaseError(AssistantError):
    """There is no release to serve, or it cannot be opened."""


class StaleRelease(ReleaseError):
    """The release was built with settings (such as another embedding model) not in force now."""


class ModelError(AssistantError):
    """A model folder is missing, unsafe to load or not what its hash says."""


class DrafterError(AssistantError):
    """A language model did not answer, or answered what cannot be used."""


class ServeError(AssistantError):
    """The web chat cannot listen on the address it was given."""


class ReceiptError(AssistantError):
    """A file is not a receipt that can be read."""
