"""The answer pipeline: question in, released sentences and one outcome out. It reads as the design's diagram.

guard → contextualise → retrieve → enough evidence? → draft → gate → answer, or an honest refusal. The gates
run on every question, whatever drafts; a chat model of whose draft nothing stands is asked once more.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.brand import Brand, Persona
from assistant.composing import ReplyBuilder
from assistant.domain import (
    LONGEST_QUESTION,
    OWN_WORDS,
    Citation,
    DraftSentence,
    Evidence,
    Outcome,
    Released,
    Revision,
    Turn,
)
from assistant.errors import DrafterError
from assistant.finding import Finder, Found
from assistant.generation.chat_model import ChatModelDrafter
from assistant.generation.extractive import compose
from assistant.generation.parts import parts
from assistant.generation.persona import (
    first_person_violation,
    out_of_scope,
    present,
    self_question,
    to_third_person,
)
from assistant.generation.prompts import without_scaffold
from assistant.grounding.checks.claims import REST_UNKNOWN, UNSURE
from assistant.grounding.gate.policy import Gate, Judge, Kept
from assistant.grounding.gate.reply import reply_faults
from assistant.listening.hear import Heard, hear
from assistant.listening.intent import Intent, IntentModel
from assistant.listening.replies import ALL_TOLD, INVITATION, reply_to
from assistant.listening.small_talk import small_talk
from assistant.replying import Reply
from assistant.retrieval.contextualise import leans_back, standalone
from assistant.retrieval.language import foreign_language, only_english
from assistant.retrieval.names import NameIndex
from assistant.retrieval.referents import last_thing
from assistant.retrieval.spelling import Spelling
from assistant.retrieval.store import PassageStore
from assistant.text import words

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers questions from one release. Holds no conversation: history comes with each question."""

    brand: Brand
    release_id: str
    store: PassageStore
    names: NameIndex
    finder: Finder
    judge: Judge
    chat_model: ChatModelDrafter | None = None
    intents: IntentModel | None = None
    spelling: Spelling | None = None

    def answer(
        self, question: str, history: Sequence[Turn] = (), persona: Persona | None = None
    ) -> Iterator[Released | Outcome]:
        """Yield each sentence once it has passed the gate, then exactly one `Outcome`."""
        drafter = self.chat_model.name if self.chat_model else "extractive"
        reply = Reply(self.brand, self.release_id, drafter, persona or self.brand.persona())
        asked = _readable(question)
        if instead := self._without_documents(asked, history, reply):
            yield instead
            return
        if reply.heard.intent is Intent.MORE:
            reply.understood, reply.told = _so_far(history)
        else:
            reply.understood = self._contextualise(reply, history)
        evidence = self.finder.retrieve(reply.understood)
        reply.clock.lap("retrieve")
        if reason := out_of_scope(asked, self.brand, reply.persona, evidence):
            yield reply.refusal(reason, reason, evidence)
            return
        found = self.finder.find(reply.understood, evidence, reply.told, tables_tell=self.chat_model is None)
        if reply.heard.intent is Intent.SERVICE and not found.is_sure:
            found = self._of_what_was_spoken_of(reply, history) or found
        if not self.chat_model and not reply.told:
            found = self._with_other_part(reply, found)
        reply.clock.lap("rank")
        doubtful = reply.heard.intent not in (Intent.QUESTION, Intent.MORE) and not found.is_sure
        if found.missing or doubtful:
            reason = found.missing or "it is hardly a question to documents, and none surely answers it"
            yield reply.refusal(reason, self._civil(reply, history), found.evidence)
            return
        evidence = found.untold if reply.told else found.evidence
        chat = partial(self._chat, reply, evidence, history) if self.chat_model else None
        draft = chat() if chat else self._composed(reply, found)
        unsure = not chat and not reply.told and found.is_doubtful
        yield from self._gated(reply, ReplyBuilder(evidence, UNSURE if unsure else ""), evidence, draft, chat)

    def _without_documents(self, asked: str, history: Sequence[Turn], reply: Reply) -> Outcome | None:
        """The whole reply where nothing is asked of the documents; None, and what was heard, where something is."""
        if not words(asked):
            return reply.refusal("there is no question", INVITATION)
        for own_words in (self_question, small_talk):
            if said := own_words(asked, self.brand, reply.persona):
                return reply.own_words(said)
        if not self.chat_model and self.brand.language == "en" and (language := foreign_language(asked)):
            reason = f"the question is in another language ({language}) than the documents"
            return reply.refusal(reason, only_english(language), self.finder.retrieve(asked))
        asked = self.spelling.mended(asked) if self.spelling else asked
        reply.heard = hear(asked, self.intents) if self.intents else Heard(Intent.QUESTION, asked)
        if reply.heard.intent is Intent.MORE and not _shown(history):
            return reply.refusal("nothing was told yet", INVITATION)
        if self._leans(reply.heard):
            before = self._spoken_of(history)
            thing = last_thing(before, self.names) is not None
            reply.heard = reply.heard.in_answer_to(thing=thing, said=bool(before))
        founders = reply.heard.intent is Intent.ASSISTANT and reply.persona.role == "founder"  # "your father"
        # "the cheapest thing I can get" is no errand where a table tells it
        listed = self.finder.tables.listed(asked)
        if reply.heard.may_ask or listed or (founders and reply.heard.may_follow):
            return None
        return reply.own_words(self._civil(reply, history))

    def _civil(self, reply: Reply, history: Sequence[Turn]) -> str:
        """What is said instead of an answer; nothing in particular to a plain question."""
        if reply.told:
            return ALL_TOLD
        return reply_to(reply.heard.intent, self.brand, reply.persona, shown=_shown(history)) or ""

    def _with_other_part(self, reply: Reply, found: Found) -> Found:
        """`found` with what answers the part of the question that it leaves open; see `parts`.

        Where nothing answers the whole question, each part must be answered: half of it may be another matter.
        """
        asked = parts(found.question)
        if not asked:
            return found
        told = "" if found.missing else " ".join(one.text for one in self._composed(reply, found))
        left_open = [part.question for part in asked if not part.told_by(told)]
        answers = [self.finder.find(question, self.finder.retrieve(question)) for question in left_open]
        known = [one for one in answers if not one.missing]
        if not known or (found.missing and len(known) < len(answers)):
            half = not found.missing and len(left_open) == 1
            return replace(found, rest=(DraftSentence(REST_UNKNOWN, (), paragraph=True),)) if half else found
        first, *others = known if found.missing else [found, *known]
        rest = [sentence for one in others for sentence in self._composed(reply, one)]
        items = {item.passage.id: item for one in (first, *others) for item in one.evidence}
        evidence = tuple(replace(item, rank=rank) for rank, item in enumerate(items.values(), start=1))
        return replace(first, evidence=evidence, rest=_opening_paragraph(rest))

    def _contextualise(self, reply: Reply, history: Sequence[Turn]) -> str:
        """The question as it would be asked alone."""
        heard, asked = reply.heard, reply.heard.asked
        # An errand that stands alone is no follow-up.
        history = self._spoken_of(history) if heard.intent is Intent.QUESTION or self._leans(heard) else []
        if heard.remark and (not history or self.names.find(heard.remark)):
            history.append(Turn(heard.remark, heard.remark, reply.own_words("")))
        if self.chat_model and history:
            try:
                asked = self.chat_model.rewrite_question(asked, history)
            except DrafterError as error:
                logger.warning("the rules rewrite this follow-up: %s", error)
        alone = standalone(asked, history, self.names)
        # Without a brand.toml the brand's name is only the folder's: nobody the documents would speak of.
        return to_third_person(alone, self.brand, reply.persona) if self.brand.has_file else alone

    def _spoken_of(self, history: Sequence[Turn]) -> list[Turn]:
        """`history` without what was only said and names nothing: it is no part of what is asked now."""
        return [
            turn for turn in history if turn.outcome.drafter != OWN_WORDS or self.names.find(turn.question)
        ]

    def _leans(self, heard: Heard) -> bool:
        """Whether what was heard is asked of what was spoken of, whatever else it is taken for: "Can I see one?" """
        return heard.may_follow and leans_back(heard.asked, self.names)

    def _of_what_was_spoken_of(self, reply: Reply, history: Sequence[Turn]) -> Found | None:
        """What surely answers an errand of the thing spoken of ("Can I get my money back?"); None for nothing."""
        thing = last_thing(self._spoken_of(history), self.names)
        if thing is None or self.names.find(reply.understood):
            return None
        question = f"{reply.understood.rstrip(' ?')} ({thing})?"
        found = self.finder.find(question, self.finder.retrieve(question))
        if found.missing or not found.is_sure:
            return None
        reply.understood = question
        return found

    def _composed(self, reply: Reply, found: Found) -> tuple[DraftSentence, ...]:
        """The default draft: what tables tell, else the evidence's own sentences."""
        first = found.facts or compose(found.question, found.ranked, self.brand, reply.persona)
        return (*first, *found.rest)

    def _chat(
        self,
        reply: Reply,
        evidence: Sequence[Evidence],
        history: Sequence[Turn],
        dropped: Sequence[Revision] = (),
    ) -> Iterator[DraftSentence]:
        """A chat model's draft; it is told what was `dropped` of its first one."""
        assert self.chat_model
        draft = self.chat_model.draft(reply.understood, evidence, reply.persona, self.brand, history, dropped)
        return _voiced(draft, evidence, self.brand, reply.persona)

    def _gated(
        self,
        reply: Reply,
        builder: ReplyBuilder,
        evidence: Sequence[Evidence],
        draft: Iterable[DraftSentence],
        redraft: Callable[[Sequence[Revision]], Iterable[DraftSentence]] | None,
    ) -> Iterator[Released | Outcome]:
        """Release what passes; an answer that lost every sentence, or breaks a promise, is a refusal.

        Where a draft lost every sentence, and nothing has been shown, `redraft` is asked for another, once.
        """
        revisions: list[Revision] = []
        yield from self._reviewed(reply, evidence, draft, builder, revisions)
        if redraft and revisions and not builder.text:
            try:
                yield from self._reviewed(reply, evidence, redraft(tuple(revisions)), builder, revisions)
            except DrafterError as error:
                if builder.text:
                    raise
                logger.warning("no second draft: %s", error)
        reply.clock.lap("draft")
        if not builder.claims:
            # What was dropped may hold inventions: a fan is not told them even to deny them.
            reasons = "; ".join(reason for revision in revisions for reason in revision.reasons)
            logger.info("nothing left of the draft: %s", reasons or "it was empty")
            refusal = reply.refusal("no document found supports an answer", "", evidence)
            yield replace(refusal, revisions=tuple(revisions))
            return
        outcome = reply.answer(builder)
        if faults := reply_faults(outcome, self.store.document_text):
            logger.error("answer withdrawn: %s", "; ".join(faults))
            outcome = reply.refusal("the answer did not pass its last check", "", evidence)
        yield replace(outcome, revisions=tuple(revisions))

    def _reviewed(
        self,
        reply: Reply,
        evidence: Sequence[Evidence],
        draft: Iterable[DraftSentence],
        builder: ReplyBuilder,
        revisions: list[Revision],
    ) -> Iterator[Released]:
        """The sentences of one draft that pass, as `builder` takes them; `revisions` get what was changed."""
        founder = self.brand.founder if reply.persona.role == "founder" else None
        gate = Gate(self.judge, speaker=founder.name if founder else None)
        for sentence in draft:
            kept = gate.review(sentence, evidence, reply.understood, computed=sentence.computed)
            if isinstance(kept, Kept) and founder:
                supporting = [item for item in evidence if item.passage.id in _passages(kept)]
                if violation := first_person_violation(kept.sentence.text, supporting, self.brand):
                    revisions.append(Revision(sentence.text, None, (violation,)))
                    continue
            if not isinstance(kept, Kept):
                revisions.append(Revision(sentence.text, None, (kept.reason,)))
                logger.info("dropped %r: %s", sentence.text, kept.reason)
                continue
            if kept.repairs:
                revisions.append(Revision(sentence.text, kept.sentence.text, kept.repairs))
            released = builder.add(kept, sentence)
            reply.clock.first("first_sentence")
            yield released
            if kept.beside:
                yield builder.add(kept.beside, kept.beside.sentence)


def _told_of_documents(history: Sequence[Turn]) -> list[Turn]:
    """The turns up to the last one that was more than a civil word: "thanks!" ends no matter."""
    civil = itertools.takewhile(lambda turn: turn.outcome.drafter == OWN_WORDS, reversed(history))
    return list(history[: len(history) - sum(1 for _ in civil)])


def _shown(history: Sequence[Turn]) -> bool:
    """Whether the last reply out of documents showed sources."""
    told = _told_of_documents(history)
    return bool(told and told[-1].outcome.citations)


def _so_far(history: Sequence[Turn]) -> tuple[str, tuple[Citation, ...]]:
    """The question that documents were asked last, and what has been cited for it since it was."""
    told = _told_of_documents(history)
    question = told[-1].standalone
    same = itertools.takewhile(lambda turn: turn.standalone == question, reversed(told))
    return question, tuple(citation for turn in same for citation in turn.outcome.citations)


def _readable(question: str) -> str:
    """`question` without what no text has: halves of characters, control characters, endless length."""
    whole = question[:LONGEST_QUESTION].encode("utf-8", "ignore").decode("utf-8")
    return "".join(mark if mark.isprintable() else " " for mark in whole).strip()


def _voiced(
    draft: Iterator[DraftSentence], evidence: Sequence[Evidence], brand: Brand, persona: Persona
) -> Iterator[DraftSentence]:
    """A model's sentences with the founder's own words set as quotations, each occasion named once."""
    by_id = {item.passage.id: item for item in evidence}
    previous: Evidence | None = None
    for sentence in draft:
        text = without_scaffold(sentence.text)
        if not text:
            continue  # a small model that repeats its instructions
        yield present(replace(sentence, text=text), evidence, brand, persona, previous)
        previous = by_id.get(sentence.spans[0].passage_id) if sentence.spans else None


def _opening_paragraph(sentences: Sequence[DraftSentence]) -> tuple[DraftSentence, ...]:
    return (*(replace(one, paragraph=True) for one in sentences[:1]), *sentences[1:])


def _passages(kept: Kept) -> set[str]:
    return {span.passage_id for span in kept.sentence.spans}
