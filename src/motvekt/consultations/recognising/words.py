"""Words by which a text is looked through: what is written with a capital without being anybody's name, and what says
how old somebody is, where they are, where they come from. In bokmål and nynorsk.
"""

from __future__ import annotations


def _listed(*lists: str) -> tuple[str, ...]:
    return tuple(word for text in lists for word in text.split())


def _all(*lists: str) -> frozenset[str]:
    return frozenset(_listed(*lists))


ABBREVIATIONS = _all(
    "kl ca dvs eks f t bl a m jf nr pga mht evt osv ev pr mv o l d v s p g h st hhv iflg ifm ift max min ang inkl"
)
"""What stands before a full stop that ends no sentence."""

PARTICLES = _all("von van der den de del della di da la le al el bin ibn bint abu ben zu af ten ter")
"""Small words inside a name."""

OPENERS = _all(
    # Small words.
    "jeg eg du han hun ho den det vi dere de dei dykk meg deg seg oss dem min mitt mine din ditt hans hennes hennar",
    "vår vårt våre deres sin sitt sine noen nokon noe noko ingen alle mange flere fleire få begge annen andre anna",
    "i på til fra frå med uten utan om av etter før for ved hos mot under over mellom blant gjennom siden sidan langs",
    "og eller men så da då når hvis viss fordi selv sjølv som at enn både verken likevel derfor ellers elles dessuten",
    "hva kva hvem kven hvor kor hvordan korleis hvorfor kvifor hvilken kva",
    "nå no her der nylig nyleg senere seinare tidligere tidlegare ofte sjelden alltid aldri kanskje trolig først sist",
    "ikke ikkje bare berre også veldig svært mye mykje litt ja nei ok hei hilsen helsing takk mvh vennlig venleg",
    "en ei et ein eit ett to tre fire fem seks sju åtte ni ti dette disse desse denne hver kvar hele heile",
    # Those whom people write of.
    "gutt gutten gut guten gutter gutane jente jenta jenten jenter jentene elev eleven elever elevene barn barnet",
    "barna",
    "mor mora moren far faren foreldre foreldrene foreldra bror broren søster søstera søsteren søsken sysken",
    "onkel tante",
    "mann mannen kvinne kvinnen kvinna ungdom ungdommen ungdommer ungdommene ungdommane venn vennen venner vennene",
    "vennane kamerat kompis kompisen kjæresten kjærasten kollega kollegaen lærer læreren lærar læraren rektor leder",
    "lederen leiar leiaren trener treneren trenar trenaren familie familien klassen gruppa gruppen miljøet personen",
    # Days and months.
    "mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tysdag laurdag sundag januar februar mars april",
    "mai juni",
    "juli august september oktober november desember sommeren sommaren høsten hausten våren vinteren vinter jula jul",
    "påsken påska helga helgen uka uken morgenen kvelden natta natten",
    # What a note begins with.
    "er var har hadde blir ble vart kan kunne vil ville skal skulle må måtte bør burde går gjekk gikk sier seier sa",
    "kom kommer kjem ser såg så bruker brukar liker likar følger følgjer spiller spelar snakker snakkar skriver skriv",
    "skrev deler delte tegner teiknar viser viste møter møtte kjenner kjenner heter heiter spør spurte ringte ring vet",
    "veit tror trur mener meiner føler synes synest virker verkar flyttet flytta begynte byrja sluttet slutta bor bur",
    "navn namn alder situasjon bakgrunn bekymring spørsmål råd tiltak hendelse hending",
)
"""What begins a sentence, and is no name there."""

OF_SOMEBODY = _listed(
    "skolen skulen klubben gjengen gruppen gruppa senteret laget miljøet læreren læraren treneren trenaren",
    "lederen leiaren vennen vennene vennane venninnen venninna kameraten kameratene kompisen broren søsteren",
    "søstera faren moren mora sønnen sonen datteren dattera dottera gutten guten guttene jenta jenten jentene",
    "eleven elevene familien foreldrene foreldra rådgiveren rådgjevaren assistenten vikaren naboen sjefen",
    "arbeideren terapeuten pleieren kontoen profilen gruppechatten chatten bildet videoen boka boken",
)
"""What a longer word ends in that is no name where it begins a sentence: klassekameraten, fotballtreneren."""

SERVICES = _all(
    "barnevernet barneverntjenesten barnevernstenesta barnevern barnevernvakta barnevernvakten politiet politi",
    "nav slt pst",
    "kripos bup ppt imdi udi skole skolen skule skulen barneskole ungdomsskole ungdomsskule videregående",
    "vidaregåande vgs",
    "barnehage sfo aks rektor inspektør lærer lærar kontaktlærer kontaktlærar sosiallærer miljøterapeut rådgiver",
    "rådgjevar",
    "helsesykepleier helsesjukepleiar lege fastlege psykolog helsestasjon helsestasjonen skolehelsetjenesten uteteamet",
    "uteteam uteseksjonen utekontakten fritidsklubb fritidsklubben ungdomsklubb ungdomsklubben kommune kommunen",
    "fylkeskommune politidistrikt politiråd kjernegruppa radikaliseringskontakt radikaliseringskontakten",
    "radikaliseringskontaktene slt-koordinator konfliktrådet kriminalomsorgen familievernkontoret krisesenteret",
    "legevakta",
    "legevakten statsforvalteren utdanningsdirektoratet bufdir bufetat koordinator kommunedirektør barnevernleder",
    "fotballag idrettslag fotball håndball korps moské kirke menighet trossamfunn røde kors redd barna norsk",
    "folkehjelp",
)
"""Services, offices and roles, which no one person is named by."""

NO_PLACES = _all(
    "barnevernet barneverntjenesten politiet nav slt pst bup ppt helsestasjon helsestasjonen helsesøster uteteamet",
    "uteseksjonen kommunedirektørens kjernegruppa kjernegruppen radikaliseringskontakten",
    "radikaliseringskontaktene staben",
    "folkehelsekoordinatoren konfliktrådet kommune fylkeskommune politidistrikt",
)
"""What a service is called that helps everybody in a place: that it is mentioned says of nobody where they are."""

NOT_NAMES = _all(
    # Where people write and play.
    "snapchat snap tiktok discord instagram insta telegram youtube facebook whatsapp signal twitch steam roblox",
    "minecraft",
    "fortnite reddit messenger twitter spotify netflix google teams vipps iphone android playstation xbox counter",
    "strike",
    "call duty grand theft auto",
    # Faiths, holidays, peoples.
    "gud allah jesus koranen bibelen islam kristendommen ramadan eid jul påske hitler nazi",
    # Towns, counties and countries.
    "oslo bergen trondheim stavanger drammen kristiansand tromsø fredrikstad sarpsborg moss lillestrøm skien sandnes",
    "akershus buskerud østfold vestfold telemark innlandet rogaland vestland nordland finnmark troms viken agder",
    "norge noreg sverige danmark finland island tyskland polen frankrike england storbritannia spania italia",
    "hellas tyrkia",
    "russland ukraina syria irak iran israel palestina gaza libanon jordan egypt marokko algerie somalia eritrea",
    "etiopia",
    "sudan afghanistan pakistan india kina vietnam usa europa afrika asia amerika midtøsten balkan bosnia kosovo",
    "serbia",
    "albania romania bulgaria litauen latvia estland tsjetsjenia",
    "norsk svensk dansk engelsk stortinget grunnloven",
)
"""Written with a capital, and no person's name."""

INSTITUTIONS = _all(
    "skole skolen skule skulen barneskole ungdomsskole ungdomsskule videregående vidaregåande vgs barnehage kommune",
    "fylkeskommune politidistrikt politistasjon sykehus sjukehus kirke kyrkje moské idrettslag il fk if fotballklubb",
    "håndballklubb fritidsklubb ungdomsklubb klubb senter kjøpesenter stasjon torg plass gate gata vei veg barnehage",
    "universitet høgskole høyskole folkehøgskole museum bibliotek park bydel fengsel mottak asylmottak borettslag",
    "bofellesskap",
)
"""What follows the name of a place where people come."""

SCHOOLS = (
    r"(?:barne|ungdoms|grunn|folkehøg|høg|høy|privat|steiner|sentral)?sk[ou]l(?:e|en|a)|videregående(?: skole)?|"
    r"vidaregåande(?: skule)?|vgs|barnehage|fritidsklubb|ungdomsklubb|klubb|asylmottak|mottak|idrettslag|IL|FK|IF|"
    r"fotballklubb|moské|kirke|kyrkje|menighet|borettslag|bofellesskap|barnehjem|ungdomshjem"
)
"""What a place is called, after its name."""

COUNTRIES = _listed(
    "Sverige Danmark Finland Tyskland Polen Frankrike Tyrkia Russland Ukraina Syria Irak Iran Israel Palestina",
    "Gaza Libanon Jordan Egypt Marokko Algerie Somalia Eritrea Etiopia Sudan Afghanistan Pakistan India Kina",
    "Vietnam Bosnia Kosovo Serbia Albania Romania Bulgaria Litauen Latvia Estland Tsjetsjenia Jemen Libya Tunisia",
    "Nigeria Gambia Ghana Kenya Uganda Rwanda Kongo Burundi Chile Brasil Colombia Filippinene Thailand",
)
BACKGROUNDS = _listed(
    "svensk dansk finsk tysk polsk fransk tyrkisk kurdisk russisk ukrainsk syrisk irakisk iransk persisk israelsk",
    "palestinsk libanesisk jordansk egyptisk marokkansk algerisk somalisk eritreisk etiopisk sudansk afghansk",
    "pakistansk indisk kinesisk vietnamesisk bosnisk kosovoalbansk serbisk albansk rumensk bulgarsk litauisk",
    "latvisk estisk tsjetsjensk jemenittisk libysk tunisisk nigeriansk gambisk ghanesisk kenyansk ugandisk",
    "kongolesisk chilensk brasiliansk filippinsk thailandsk arabisk dari pashto tigrinja amharisk urdu samisk",
    "romsk kvensk",
)
"""Where somebody comes from, and what they speak."""

SEXES = (
    r"gutt(?:en)?|gut(?:en)?|jente[n]?|jenta|mann(?:en)?|kvinne[n]?|kvinna|sønn(?:en)?|son(?:en)?|datter(?:en|a)?|"
    r"dotter(?:a)?|bror(?:en)?|søster(?:en|a)?"
)

MONTHS = (
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|"
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|okt|nov|des"
)
EVENTS = (
    r"flytt(?:et|a|ar|er)|innflytt\w*|kom (?:hit|til|hjem|tilbake|hjemover|heim)|ankom|begyn(?:te|ner)|byrj(?:a|ar)|"
    r"start(?:et|a|er|ar)|slutt(?:et|a|er|ar)|mist(?:et|a)|død(?:e|sfall\w*)?|begravelse\w*|gravferd\w*|"
    r"pågrepet|pågripen|arrestert|anmeldt|meldt|utvist|bortvist|dømt|dom(?:men)?|rettssak\w*|innlagt|skilt(?:e|es)?|"
    r"skilsmisse\w*|ulykk\w*|slåss?\w*|knivstikk\w*|brann(?:en)?|reis(?:te|ar|er) (?:til|fra|frå)|konfirm\w*|"
    r"bytt(?:et|a) (?:skole|skule|klasse)|løslatt|lauslaten|gift(?:e|et)? seg|fikk (?:barn|dom)|fekk (?:barn|dom)"
)
"""What happens to somebody, and what others remember."""
DATES = (
    rf"(?:i|fra|frå|siden|sidan|til|etter|før|den|rundt|midt i) (?:{MONTHS})\b|\d{{1,2}}\. ?(?:{MONTHS})\b|"
    r"\b\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})\b|\b(?:uke|veke) \d{1,2}\b|"
    r"\b(?:i|siden|sidan|fra|frå) (?:fjor|(?:19|20)\d\d)\b|"
    r"\b(?:i|før|etter|til) (?:sommer|sommar|høst|haust|vår|vinter|jula|julen|påska|påsken|sommerferien|sommarferien|"
    r"høstferien|haustferien|vinterferien)(?:en)?\b|\b(?:på |forrige |sist |siste |førre )?"
    r"(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tysdag|laurdag|sundag)\b|"
    r"\b(?:i går|i forgårs|forrige uke|førre veke|sist helg|forrige måned|førre månad|i dag)\b|"
    r"\bfor (?:en|ein|ei|et|to|tre|fire|fem|seks|\d{1,2}) (?:dag|dager|dagar|uke|uker|veke|veker|måned|måneder|månad|"
    r"månader|år) (?:siden|sidan)\b"
)
"""When it was."""
ONLY = (
    r"den eneste|den einaste|eneste (?:eleven|gutten|jenta|med|på|i)|einaste (?:eleven|guten|jenta|med|på|i)|"
    r"den nye (?:eleven|gutten|guten|jenta)|ny i klassen|tvilling\w*|trilling\w*|elevrådsleder|elevrådsleiar|"
    r"kaptein(?:en)?|rullestol|adoptert|fosterbarn|fosterhjem|fosterheim"
)
"""What hardly anybody else is there."""
