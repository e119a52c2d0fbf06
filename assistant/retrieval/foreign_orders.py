"""Signs of orders in German, French and Spanish, of the two sorts that the English ones are of.

Written without accents, as the text is that they are sought in. As there, each is a pattern, and words of
which one stands wherever it matches.
"""

from __future__ import annotations

_BEGINS = r"(?:^[\s>*_#¡-]*|[.!?:;>]\s*¡?|\n\s*¡?(?-i:(?=[A-Z])))"
_ASSERTING = r"[^.!?]{0,80}"

# ---------------------------------------------------------------- German

_DE_TOLD = r"(?:anweisung|instruktion|befehl|regel|vorgabe|richtlinie|anordnung|aufgabe|prompt|nachricht)\w*"
_DE_BEFORE = r"(?:vorherig|bisherig|obig|vorig|vorangegangen|vorhergehend|fruher|bestehend)\w*"
_DE_IGNORE = r"(?:ignorieren? sie|ignoriere?|vergiss|vergessen sie|missachten? sie|missachte)"
_DE_FORGET = (
    rf"\b{_DE_IGNORE}\b[^.!?]{{0,30}}\b{_DE_BEFORE} (?:\w+ )?{_DE_TOLD}|"
    rf"{_BEGINS}(?:(?:bitte|jetzt|nun|ab jetzt) )*{_DE_IGNORE}\b[^.!?]{{0,30}}\b(?:all\w*|deine?|ihre|"
    rf"jede)\b[^.!?]{{0,20}}"
    rf"\b(?:{_DE_TOLD}|gesagte?|gelernt|davor|vorher|bisher)\b"
)
_DE_MACHINE = (
    r"(?:(?:ki|ai)-?(?:assistent\w*|modell?\w*|system\w*)?|assistent(?:in)?|sprachmodelle?|chatbots?)"
)
_DE_SAY = r"(?:antworte|sage?|schreibe?|behaupte|erwahne|wiederhole|empfiehl|antworten sie|sagen sie)"
_DE_CALL = (
    rf"{_BEGINS}(?:(?:an|liebe\w*|hey|hallo|achtung,?|hinweis (?:an|fur)) )*(?:(?:alle|das|den|die|"
    rf"jeden?) )?{_DE_MACHINE}"
    rf"\s*[,:] *(?:(?:bitte|immer|jetzt|nun|du|sie) )*(?:{_DE_SAY}|{_DE_IGNORE}|musst|sollst|mussen|"
    rf"sollen)\b|"
    rf"\b(?:ki-?assistent\w*|ki-?modelle?|sprachmodelle?|chatbots?|assistent) (?:muss|mussen|soll|sollen|"
    rf"sollte)\b"
    rf"{_ASSERTING}\b(?:antworten|sagen|behaupten|erwahnen|empfehlen|wiederholen|mitteilen)\b"
)
_DE_ROLE = (
    r"\b(?:du bist|sie sind|agiere als|handle als|verhalte dich wie|tu so,? als warst du) "
    r"(?:(?:jetzt|nun|ab jetzt|ab sofort) )*(?:eine?|der|die|das|unser)\w? (?:\w+ )?"
    r"(?:ki\b|ki-\w+|(?:virtuelle|digitale|hilfreiche)[rs]? assistent\w*|assistent\b(?= (?:von|fur|der)\b)|"
    r"chatbot|"
    r"sprachmodell)"
)
_DE_THEM = (
    r"(?:jede[mrn]?|alle[nr]?|dem|den|der|die)(?: \w+)? "
    r"(?:kund|nutzer|benutzer|anwender|besucher|leser|fan|kaufer)\w*"
)
_DE_TELL = (
    rf"{_BEGINS}(?:(?:bitte|immer|jetzt|nun) )*(?:sage?|sagen sie|erzahle?|erzahlen sie|teile?|teilen sie|"
    rf"informieren? sie|"
    rf"informiere|versichere|versichern sie|versprich|versprechen sie) (?:(?:bitte|immer|"
    rf"stets) )*{_DE_THEM}\b"
    r"[^.!?]{0,20},? (?:dass\b|:)|"
    rf"\b(?:du (?:musst|sollst|solltest|wirst)|sie (?:mussen|sollen|sollten|werden)) (?:(?:bitte|immer|"
    rf"stets) )*{_DE_THEM}\b"
    r"[^.!?]{0,30}\b(?:sagen|mitteilen|erzahlen|informieren|versichern|versprechen|erklaren)\b,? (?:dass\b|:)"
)
_DE_ASKED = (
    r"\b(?:wenn|falls|sobald|immer wenn)\b[^.!?]{0,80}\b(?:gefragt wirst|gefragt werden|fragt|"
    r"fragen)\b[^.!?]{0,60}?, "
    r"(?:(?:dann|so|immer|bitte) )*(?:antworte|antworten sie|sage?|sagen sie|behaupte|behaupten sie|erwidere|"
    r"erwidern sie)"
    r"\b(?! ich\b)"
)
_DE_REPLY = (
    r"\bin (?:deiner|ihrer|jeder|deinen|ihren|allen) (?:nachsten )?antwort(?:en)? (?:(?:bitte|immer|stets) )*"
    r"(?:erwahne|erwahnen sie|sage?|sagen sie|behaupte|behaupten sie|schreibe?|"
    r"schreiben sie)\b[^.!?]{0,30},? (?:dass\b|:)|"
    r"\b(?:erwahne|erwahnen sie|sage?|behaupte|behaupten sie)\b[^.!?]{0,20} in (?:deiner|ihrer|jeder|deinen|"
    r"allen) "
    r"antwort(?:en)?,? (?:dass\b|:)|"
    rf"{_BEGINS}(?:(?:bitte|immer|jetzt|nun) )*(?:sage?|sagen sie)(?: nur| genau| folgendes)* ?:"
)

# ---------------------------------------------------------------- French

_FR_TOLD = r"(?:instructions?|consignes?|ordres?|regles?|directives?|commandes?|messages?|invites?|prompts?)"
_FR_IGNORE = r"(?:ignore[sz]?|oublie[sz]?|neglige[sz]?|ne (?:tiens|tenez) (?:pas|aucun) compte)"
_FR_FORGET = (
    rf"\b{_FR_IGNORE}\b[^.!?]{{0,30}}\b{_FR_TOLD}\b[^.!?]{{0,20}}\b(?:precedent|anterieur|ci-dessus|"
    rf"plus haut|initial)|"
    rf"{_BEGINS}(?:(?:s['’]il (?:te|vous) plait|maintenant|veuillez),? )*(?:ignorer|oublier|"
    rf"{_FR_IGNORE})\b[^.!?]{{0,20}}"
    rf"\b(?:toutes?|tous|tes|vos)\b[^.!?]{{0,20}}\b{_FR_TOLD}\b|"
    rf"\b{_FR_IGNORE}\b tout ce qu\S* (?:\S+ ){{0,3}}(?:dit|appris|demande)\b"
)
_FR_MACHINE = (
    r"(?:assistante?(?: (?:ia|virtuel|numerique))?|ia|modeles? de langage|chatbots?|"
    r"intelligence artificielle)"
)
_FR_SAY = (
    r"(?:reponds|repondez|dis|dites|ecris|ecrivez|affirme[sz]?|mentionne[sz]?|repete[sz]?|recommande[sz]?)"
)
_FR_CALL = (
    rf"{_BEGINS}(?:(?:cher|chere|note (?:a|pour)|attention,?|a l['’]attention de) )*(?:l['’]|les |tous les |"
    rf"tout )?"
    rf"{_FR_MACHINE}\s*[,:] *(?:(?:s['’]il (?:te|vous) plait,?|toujours|tu|vous) )*(?:{_FR_SAY}|{_FR_IGNORE}|"
    rf"dois|devez)\b|"
    rf"\b{_FR_MACHINE} (?:doit|doivent|devrait) (?:toujours |seulement )*(?:repondre|dire|affirmer|"
    rf"mentionner|recommander|"
    r"repeter|pretendre)\b"
)
_FR_ROLE = (
    r"\b(?:tu es|vous etes|agis comme|agissez comme|comporte-toi comme|fais comme si tu etais) "
    r"(?:(?:maintenant|desormais),? )*(?:une? |l['’]|le |la |notre )(?:\w+ )?"
    r"(?:assistante? (?:ia|virtuel|numerique|utile|de|du|d['’])|chatbot|ia\b|modele de langage|"
    r"intelligence artificielle)"
)
_FR_THEM = (
    r"(?:a |aux? )?(?:chaque |tous les |toutes les |tout |les |le |la |l['’])?(?:\w+ )?"
    r"(?:client|utilisat(?:eur|rice)|visiteu|visiteur|fan|lecteur|acheteur)\w*"
)
_FR_TELL = (
    rf"{_BEGINS}(?:(?:s['’]il (?:te|vous) plait|maintenant|veuillez|merci de|toujours|il faut),? )*"
    r"(?:dis|dites|dire|informe[sz]?|informer|assure[sz]?|assurer|promets|promettez|promettre|annonce[sz]?|"
    r"annoncer) "
    rf"(?:toujours )?{_FR_THEM}\b[^.!?]{{0,20}} (?:que\b|qu['’]|:)|"
    rf"\b(?:tu dois|vous devez|tu devrais|vous devriez) (?:toujours )?(?:dire|informer|assurer|promettre|"
    rf"annoncer|"
    rf"expliquer) {_FR_THEM}\b[^.!?]{{0,20}} (?:que\b|qu['’]|:)"
)
_FR_ASKED = (
    r"\b(?:quand|lorsqu\S*|si|chaque fois qu\S*) ?(?:on|quelqu['’]un|un \w+|l['’]utilisateur|les \w+) (?:te |"
    r"vous )?"
    r"(?:demande|demandent|interroge|interrogent|pose|posent)\b[^.!?]{0,100}?, (?:toujours )?"
    r"(?:dis|dites|reponds|repondez|affirme[sz]|affirme|pretends|pretendez)\b"
)
_FR_REPLY = (
    r"\bdans (?:ta|votre|tes|vos|chaque|toutes? (?:tes|vos)) (?:prochaine )?reponses?,? (?:toujours )?"
    r"(?:mentionne[sz]?|dis|dites|affirme[sz]?|precise[sz]?|ecris|ecrivez|"
    r"ajoute[sz]?)\b[^.!?]{0,30}(?: que\b| qu['’]| ?:)|"
    r"\b(?:mentionne[sz]?|dis|dites|affirme[sz]?|precise[sz]?) dans (?:ta|votre|tes|vos|"
    r"chaque) reponses? (?:que\b|qu['’])|"
    rf"{_BEGINS}(?:dis|dites)(?: seulement| exactement| ceci)* ?:"
)

# ---------------------------------------------------------------- Spanish

_ES_TOLD = (
    r"(?:instrucciones|instruccion|ordenes|reglas|indicaciones|directivas|directrices|mensajes?|prompts?|"
    r"comandos)"
)
_ES_IGNORE = r"(?:ignor(?:a|e|en|ad)|olvid(?:a|e|en|ad)(?:te de)?|descart(?:a|e|en)|no (?:hagas|haga) caso)"
_ES_FORGET = (
    rf"\b{_ES_IGNORE}\b[^.!?]{{0,30}}\b{_ES_TOLD}\b[^.!?]{{0,20}}\b(?:anterior|previ|precedente|de arriba|"
    rf"inicial)|"
    rf"\b{_ES_IGNORE}\b[^.!?]{{0,20}}\b(?:anteriores|previ[oa]s) {_ES_TOLD}\b|"
    rf"{_BEGINS}(?:(?:por favor|ahora),? )*{_ES_IGNORE}\b[^.!?]{{0,20}}\b(?:tod[oa]s|tus|"
    rf"sus)\b[^.!?]{{0,20}}\b{_ES_TOLD}\b|"
    rf"{_BEGINS}{_ES_IGNORE} todo lo (?:que|anterior|dicho)\b"
)
_ES_MACHINE = (
    r"(?:asistente(?: (?:virtual|digital|de ia))?|modelos? de lenguaje|chatbots?|ia|inteligencia artificial)"
)
_ES_SAY = (
    r"(?:di|diga|responde|responda|contesta|conteste|escribe|escriba|afirma|menciona|mencione|repite|"
    r"recomienda)"
)
_ES_CALL = (
    rf"{_BEGINS}(?:(?:estimad[oa]|querid[oa]|nota (?:a|para)|atencion,?|aviso (?:a|para)) )*(?:(?:el|la|los|"
    rf"al|todo) )?"
    rf"{_ES_MACHINE}\s*[,:] *(?:(?:por favor,?|siempre|nunca|ahora|tu|usted) )*(?:{_ES_SAY}|{_ES_IGNORE}|"
    rf"debes?)\b|"
    rf"\b{_ES_MACHINE} (?:debe|deben|tiene que|debera) (?:siempre |solo )*(?:decir|responder|contestar|"
    rf"afirmar|mencionar|"
    r"recomendar|repetir)\b"
)
_ES_ROLE = (
    r"\b(?:eres|usted es|actua como|actue como|comportate como|finge ser) (?:(?:ahora|desde ahora),? )*"
    r"(?:una? |el |la |nuestr[oa] )?(?:\w+ )?(?:asistente (?:virtual|digital|util|de)|chatbot|ia\b|"
    r"modelo de lenguaje|"
    r"inteligencia artificial)"
)
_ES_THEM = (
    r"(?:a (?:tod[oa]s (?:l[oa]s )?|cada |cualquier |l[oa]s? |el )?|al )(?:\w+ )?"
    r"(?:client|usuari|visitant|fan|lector|aficionad|comprador)\w*"
)
_ES_TELL = (
    rf"{_BEGINS}(?:(?:por favor|siempre|ahora),? )*(?:di|dile|diles|diga|digale|digales|informa|informe|"
    rf"asegura|asegure|"
    rf"promete|prometa|comunica|comunique|explica|"
    rf"explique) (?:siempre )?{_ES_THEM}\b[^.!?]{{0,20}} (?:de )?(?:que\b|:)|"
    rf"\b(?:debes|tienes que|usted debe|ustedes deben) (?:siempre )?(?:decir|decirles?|informar|informarles?|"
    rf"asegurar|"
    rf"asegurarles?|prometer|prometerles?|comunicar|explicar) {_ES_THEM}\b[^.!?]{{0,20}} (?:de )?(?:que\b|:)"
)
_ES_ASKED = (
    r"\b(?:cuando|si|siempre que|cada vez que) (?:\w+ ){0,3}?(?:te preguntan?|te pregunten?|pregunten?)\b"
    r"[^.!?]{0,100}?, (?:siempre )?(?:di|diga|digan|responde|responda|contesta|conteste|afirma|afirme)\b|"
    r"\b(?:cuando|si) (?:alguien|un \w+|el \w+) pregunta\b[^.!?]{0,100}?, (?:siempre )?(?:di|diga|responda|"
    r"conteste)\b"
)
_ES_REPLY = (
    r"\ben (?:tu|cada|tus|todas tus|sus?) (?:proxima )?respuestas?,? (?:siempre )?(?:menciona|mencione|di|"
    r"diga|afirma|"
    r"afirme|escribe|escriba|anade|anada)\b[^.!?]{0,30} ?(?:\bque\b|:)|"
    r"\b(?:menciona|mencione|di|diga|afirma) en (?:tu|cada|tus|todas tus|su) respuestas? que\b|"
    rf"{_BEGINS}(?:di|diga)(?: solo| exactamente| esto| lo siguiente)* ?:"
)

TO_A_MACHINE = (
    (_DE_FORGET, "ignorier|vergiss|vergessen|missacht"),
    (_DE_CALL, "assistent|sprachmodell|chatbot|ki-|ki,|ki:|ki |kim|kis|ai-|ai,|ai:|ai |aim|ais"),
    (_DE_ROLE, "du bist|sie sind|agiere|handle|verhalte|tu so"),
    (_FR_FORGET, "ignore|oublie|neglige|compte"),
    (_FR_CALL, "assistant| ia|\nia|'ia|’ia|modele|chatbot|artificielle"),
    (_FR_ROLE, "tu es|vous etes|agis|comporte|fais comme"),
    (_ES_FORGET, "ignor|olvid|descart|caso"),
    (_ES_CALL, "asistente|modelo|chatbot| ia|\nia|¡ia|.ia|artificial"),
    (_ES_ROLE, "eres|usted es|actua|actue|comportate|finge"),
)
TO_TELLERS = (
    (_DE_TELL, "kund|nutzer|anwender|besucher|leser|fan|kaufer"),
    (_DE_ASKED, "gefragt|fragt|fragen"),
    (_DE_REPLY, "antwort|sag"),
    (_FR_TELL, "client|utilisat|visiteu|fan|lecteur|acheteur"),
    (_FR_ASKED, "demande|interroge|pose"),
    (_FR_REPLY, "reponse|dis|dites"),
    (_ES_TELL, "client|usuari|visitant|fan|lector|aficionad|comprador"),
    (_ES_ASKED, "pregunt"),
    (_ES_REPLY, "respuesta|di:|di :|di solo|di exact|di esto|di lo|diga"),
)
