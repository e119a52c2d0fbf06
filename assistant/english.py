"""Forms of one English word that no rule about endings brings together: "bought" and "buy", "height" and "high"."""

from __future__ import annotations

_LINES = """
be: am is are was were been being
become: became
begin: began begun beginning
bite: bit bitten
blow: blew blown
born: birth
break: broke broken
bring: brought
build: built
buy: bought
catch: caught
catalogue: catalog
centre: center
cheque: check
choose: chose chosen choice
colour: color colours colors coloured colored
come: came coming
cost: costs costing
deal: dealt
deep: depth
defence: defense
die: died dies dead death
do: did does done doing
draw: drew drawn
drink: drank drunk
drive: drove driven
eat: ate eaten
fall: fell fallen
favourite: favorite favourites favorites
feel: felt
fight: fought
find: found
flavour: flavor flavours flavors
fly: flew flown flight
forget: forgot forgotten
get: got gotten getting
give: gave given giving
go: went gone going goes
grey: gray
grow: grew grown growth
have: has had having
hear: heard
hide: hid hidden
high: height
hold: held
honour: honor honours honors honoured honored
hot: heat
jewellery: jewelry
keep: kept
know: knew known knowledge
lead: led
leave: left leaving
lend: lent loan
licence: license
litre: liter litres liters
long: length
lose: lost losing loss
make: made making
mean: meant
meet: met meeting
metre: meter metres meters
pay: paid payment
person: people
plough: plow
programme: program programmes programs
ride: rode ridden
ring: rang rung
rise: rose risen
run: ran running
say: said says
see: saw seen
sell: sold sale sales
send: sent
shake: shook shaken
shine: shone
shoot: shot
show: shown showed
sing: sang sung
sink: sank sunk
sleep: slept
speak: spoke spoken speech
spend: spent
stand: stood
steal: stole stolen theft
strong: strength
swim: swam swum
take: took taken taking
teach: taught
tear: tore torn
tell: told
theatre: theater
think: thought
throw: threw thrown
use: used using uses
wake: woke woken
wear: wore worn
weigh: weighed weighs weight
wide: width
win: won winning
write: wrote written writing
"""

PLURALS = {
    "child": "children",
    "foot": "feet",
    "man": "men",
    "mouse": "mice",
    "tooth": "teeth",
    "woman": "women",
}
"""Plurals without an s, by their singular."""

FORMS = {
    **{
        root: tuple(forms.split())
        for root, forms in (line.split(": ") for line in _LINES.strip().splitlines())
    },
    **{one: (many,) for one, many in PLURALS.items()},
}
"""The other forms of a word, by the word itself; spellings of both sides of the Atlantic among them."""

_SHORT_NAMES = """
al: albert alan alfred
alex: alexander alexandra
andy: andrew
ben: benjamin
bert: albert herbert
beth: elizabeth
betty: elizabeth
bill: william
billy: william
bob: robert
cathy: catherine
charlie: charles
chris: christopher christine christian
chuck: charles
dan: daniel
danny: daniel
dave: david
debbie: deborah
dick: richard
don: donald
doug: douglas
ed: edward edwin
eddie: edward
frank: francis franklin
fred: frederick alfred
gil: gilbert
greg: gregory
hank: henry
harry: harold henry
jack: john
jeff: jeffrey geoffrey
jenny: jennifer
jerry: gerald jerome
jim: james
jimmy: james
joe: joseph
johnny: john
jon: jonathan
jony: jonathan
kate: katherine catherine
kathy: katherine kathleen
ken: kenneth
larry: lawrence laurence
liz: elizabeth
maggie: margaret
matt: matthew
meg: margaret
mike: michael
ned: edward
nick: nicholas
pam: pamela
pat: patrick patricia
peggy: margaret
pete: peter
phil: philip phillip
ray: raymond
rich: richard
rick: richard
rob: robert
ron: ronald
sam: samuel samantha
stan: stanley
steve: steven stephen
sue: susan susanna
ted: theodore edward
tim: timothy
tom: thomas
tony: anthony
vic: victor
walt: walter
will: william
"""

SHORT_NAMES = {
    short: frozenset(whole.split())
    for short, whole in (line.split(": ") for line in _SHORT_NAMES.strip().splitlines())
}
"""First names by what people call those who have them."""
