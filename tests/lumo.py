"""A brand that does not exist, as a pack on disk: every kind of source, right and visibility in a dozen files.

Brandt Lamps made lamps called Lumo; its founder Ada Brandt died in 2012. What may not be shown (`HIDDEN`)
holds words that nothing else holds, so that a leak is seen at once.
"""

from __future__ import annotations

from pathlib import Path

BRAND = """\
name = "Brandt Lamps"
demonstration = true
disclosure = "You are talking with an AI demonstration."
default_persona = "historian"
suggested_questions = ["When did the Lumo One come out?", "How did the Lumo come about?"]

[founder]
name = "Ada Brandt"
aliases = ["Brandt", "Ada"]
born = 1950-04-02
died = 2012-09-30

[contact]
name = "the lamp museum"
email = "desk@example.org"

[[personas]]
id = "historian"
role = "historian"
name = "The historian"
welcome = "Ask me about lamps."

[[personas]]
id = "founder"
role = "founder"
name = "Ada Brandt (AI simulation)"
welcome = "This is an AI simulation of Ada Brandt."

[[documents]]
match = "products.csv"
title = "Table of lamps"
kind = "product"
voice = "by_brand"

[[documents]]
match = "internal/*"
kind = "filing"
voice = "by_brand"
rights = "internal"

[[documents]]
match = "press/coming.csv"
kind = "press"
voice = "by_brand"
embargo = 2999-01-01
"""

PRODUCTS = """\
name,aliases,category,announced,released,discontinued,launch_price_usd,price_note,designer,predecessor,description
Lumo One,original Lumo; Lumo 1,lamp,1999-03-01,1999-04-12,2001,499,with 4 bulbs,Ada Brandt,,"The Lumo One was \
the first lamp that dimmed itself."
Lumo One S,,lamp,2000-05-02,2000-05-20,2003,549.50,,Ada Brandt,Lumo One,The Lumo One S added a switch made of oak.
Lumo Two,Lumo 2,lamp,2001-09-18,2001-10-23,2006,299,,Nils Holm,Lumo One S,The Lumo Two had a shade of folded paper.
Lumo Mini,the little Lumo,lamp,,2001-11-30,2005,99,,Nils Holm,,The Lumo Mini was a lamp for the pocket.
Nocta,,radio,,2003-06-01,,149,,Mira Solberg,,"The Nocta was a clock radio that glowed at night."
"""

ORIGINS = """\
---
title: How the Lumo came about
kind: history
voice: by_others
date: 2005
period: 1996/1999
url: https://example.org/lumo
---

# How the Lumo came about

## The idea

The idea of the Lumo came to Ada Brandt in a lighthouse near Bergen in the winter of 1996. She saw how the lamp
of the lighthouse grew *fainter* as the morning came, and she wanted the same for a desk. Her first drawing, made
on the back of a ferry ticket, shows a lamp with an eye.

## The dimmer

The engineer Nils Holm built the first dimmer out of a camera's light meter. It worked only in summer, because the
meter froze below five degrees. After 40 trials he replaced the meter with a cell made of cadmium sulphide, and the
lamp dimmed itself the whole year round.

## The name

The name Lumo is Esperanto for light. Brandt had learned Esperanto from her grandmother, who wrote letters to
friends in eleven countries.
"""

WORKSHOP = """\
---
title: The workshop in Oslo
kind: history
voice: by_brand
date: 2008-02
---

# The workshop in Oslo

Brandt Lamps was founded on 7 January 1995 in a former bakery in Oslo. The ovens stayed, and the lacquer of the
first lamps dried in them. By 2004 the company had 62 employees and sold lamps in 14 countries.

## The move

In 2006 the company moved to a hall at the harbour, since the bakery had become too small. The ovens were given to
the Norwegian Museum of Science.
"""

PAPER = """\
---
title: The paper shade of the Lumo Two
kind: product
voice: by_brand
date: 2002-01-15
---

# The paper shade of the Lumo Two

The shade of the Lumo Two was folded out of a single sheet of paper. Nils Holm chose paper because a shade of glass
broke in every second parcel. The paper was made in a mill in Halden and treated with salt so that it would not burn.

> A lamp must survive the post.

Customers could order a new shade for 9 dollars.
"""

TALK = """\
1
00:00:01,000 --> 00:00:06,000
I want to tell you why a lamp should know when to be quiet.

2
00:00:06,200 --> 00:00:12,000
A good lamp is like a good host: you notice the evening, not the host.

3
00:00:12,200 --> 00:00:18,500
We made forty dimmers before one of them was kind to the eye.

4
00:00:21,500 --> 00:00:27,000
People ask me what I learned from failure.

5
00:00:27,200 --> 00:00:34,000
I learned that a failed lamp still shows you the room, so look around before you throw it away.
"""
TALK_SIDECAR = """\
title = "Talk to the students of Oslo"
kind = "speech"
voice = "by_founder"
speaker = "Ada Brandt"
place = "the Oslo School of Architecture"
date = "1999-05-14"
"""

LETTER = """\
---
title: Letter to the dealers
kind: letter
voice: by_founder
speaker: Ada Brandt
date: 2001-12-03
---

Dear dealers,

I am sorry that the Lumo Two came too late for the autumn. We stopped the line for three weeks because the glue of
the shade smelled of fish. I would rather disappoint you in October than disappoint a customer for ten years.

Please send back every lamp that smells.
"""

INTERVIEW = """\
---
title: A visit to Ada Brandt
kind: interview
voice: by_founder
speaker: Ada Brandt
place: interview in her kitchen
date: 2004-08-09
rights: paraphrase
---

I collect broken umbrellas because their joints teach me more about hinges than any book on engineering ever did,
and because nobody else in Norway seems to want them. My neighbours bring me a new umbrella after every storm. I
have two hundred and six umbrellas in the cellar, sorted by the year in which they broke.
"""

QUESTIONS = """\
---
title: Questions of visitors
kind: product
voice: by_brand
date: 2007
---

Which bulbs fit the Lumo One? Every bulb with a small screw fits. Can the Lumo One be repaired? The workshop repairs
it for 20 dollars.
"""

CONVERSATION = """\
---
title: Conversation in Bergen
kind: interview
voice: by_founder
speaker: Ada Brandt
date: 2003-02-01
---

**Reporter:** What is the hardest part of a lamp?

**Ada Brandt:** The hinge, always the hinge. It has to move ten thousand times and nobody may hear it.

**Reporter:** Do you ever sit in the dark?

**Ada Brandt:** Every evening, for ten minutes, before I switch anything on.
"""

ABOUT = """\
---
title: Ada Brandt as her colleagues remember her
kind: history
voice: about_founder
speaker: Ada Brandt
date: 2013-03
---

# Ada Brandt as her colleagues remember her

Ada Brandt was born in Bergen in 1950 and trained as an instrument maker. Nils Holm recalled that she tested every
lamp by reading a whole newspaper under it. She said that a lamp without a book is a decoration. She died in Oslo on
30 September 2012 after a long illness.

## After her death

In 2014 Mira Solberg took over the workshop and brought back the Lumo One in green.
"""

INTERNAL = """\
---
title: Costs of the Lumo
date: 2003
---

The bulbs of the Lumo were bought from Quillfeather in Gothenburg for 3 dollars each. The margin of the Lumo Mini
was 71 percent.
"""

PROTOTYPES = """\
name,aliases,category,released,launch_price_usd
Lumo Tallow,Waxwing,lamp,2001-02-03,777
"""

COMING = """\
name,category,released,launch_price_usd
Lumo Borealis,lamp,2001-12-24,888
"""

EMBARGOED = """\
---
title: The Lumo Aurora
kind: press
voice: by_brand
embargo: 2999-01-01
---

The Lumo Aurora is a lamp that changes its colour with the weather. It will cost 899 dollars.
"""

DRAFT = """\
---
title: The Lumo Zephyr
kind: press
voice: by_brand
visibility: draft
---

The Lumo Zephyr is a lamp that runs on wind. Nobody knows yet whether it will be built.
"""

DOCUMENTS = {
    "brand.toml": BRAND,
    "products.csv": PRODUCTS,
    "history/how-the-lumo-came-about.md": ORIGINS,
    "history/workshop.md": WORKSHOP,
    "products/paper-shade.md": PAPER,
    "products/questions.md": QUESTIONS,
    "founder/1999-oslo.srt": TALK,
    "founder/1999-oslo.srt.toml": TALK_SIDECAR,
    "founder/2001-letter.md": LETTER,
    "founder/2003-bergen.md": CONVERSATION,
    "founder/2004-interview.md": INTERVIEW,
    "founder/about-ada-brandt.md": ABOUT,
    "internal/costs.md": INTERNAL,
    "internal/prototypes.csv": PROTOTYPES,
    "press/aurora.md": EMBARGOED,
    "press/coming.csv": COMING,
    "press/zephyr.md": DRAFT,
}

HIDDEN = {
    "internal/costs.md": ("Quillfeather", "71 percent", "Costs of the Lumo"),
    "internal/prototypes.csv": ("Tallow", "777"),
    "press/aurora.md": ("Aurora is", "weather", "899", "The Lumo Aurora"),
    "press/coming.csv": ("Borealis", "888"),
    "press/zephyr.md": ("Zephyr is", "runs on wind", "The Lumo Zephyr"),
}
"""Documents nobody may be shown, with words that stand nowhere else."""


def write(root: Path) -> Path:
    """Write the pack under `root`, which is given back."""
    for path, text in DOCUMENTS.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root
