"""Words that tell one story from no other: too common in the languages of the wires to spend a sign on."""

from __future__ import annotations

_ENGLISH = """
    about according across added after again against ahead all almost along already also although amid among
    amount and another any are around asked back be became because been before began begin behind being below
    best better between big both but call called came can case chief city close come company country could day
    days deal death did do does down during early east eight end even ever every expected face far few final
    first five following for found four friday from full further gave get give given go going good got
    government great group had half has have he head held help her here high him his home hour hours how if in
    including into is it its just key know last late later latest leader leaders least leave left less life
    like likely little local long look made major make making man many may meet meeting men met might million
    minister monday month months more morning most move much must national near need never new news next night
    nine no north not now number of off office official officials old on once one only open or order other
    others our out over own part people per place plan plans point police power president put question rate re
    ready report reported reports return right rise rose run said same saturday saw say says second see seek
    seen sent set seven several she should show since six small so some soon south spokesman spokeswoman
    spokesperson stand start state statement states still such sunday support take taken talks team tell ten
    than that the their them then there these they third this those though three through thursday time times
    to today told took toward towards trade tuesday turn two under until up update us use used very via wait
    want war warns was way we wednesday week weeks well went were west what when where whether which while who
    whose why will with within without woman women work world would year years yesterday yet you january
    february march april june july august september october november december
"""
_FRENCH = """
    ainsi alors apres aucun aussi autre autres avait avant avec avoir beaucoup car cela celle celui cent ces
    cet cette ceux chaque chez comme contre dans depuis dernier derniere des deux devant dit doit donc dont
    elle elles encore entre est etaient etait etat ete etre eux faire fait fois font gouvernement homme ici
    ils jeudi jour jours jusque leur leurs lors lundi mais mardi mercredi meme mille millions ministre mois
    monde moins nouveau nouvelle nous ont par parce pas pays pendant peu peut plus plusieurs point police pour
    pourrait premier premiere pres president quand quatre que quelques qui quoi sa samedi sans selon semaine
    sept ses seulement si sont sous sur tous tout toute toutes tres trois une vendredi vers ville vous
    dimanche
"""
_GERMAN = """
    aber alle allem allen aller alles als also ander andere anderen auch auf aus bei beim bereits bis da dabei
    damit dann das dass dem den denn der des deutschland dich die dies diese diesem diesen dieser dieses doch
    donnerstag dort drei dritte durch ein eine einem einen einer eines ende erst erste ersten etwa fast
    freitag fuer fur ganz gegen gibt gut haben hat hatte heute hier ihr ihre ihrem ihren ihrer immer ist jahr
    jahre jahren jahres jetzt kann kein keine konnen land laut machen mann mehr mehrere menschen millionen mit
    mittwoch montag muss nach nachrichten neue neuen neuer nicht noch nun nur oder ohne polizei prozent
    regierung samstag schon sei sein seine seinem seinen seiner seit sich sie sind soll sollen sonntag stadt
    tag tage tagen uber uhr und uns unter viele vier vom von vor war waren weil weiter weitere wenn werden wie
    wieder will wird woche wurde wurden zeit zum zur zwei zwischen dienstag
"""
_SPANISH_PORTUGUESE_ITALIAN = """
    ahora anos ante antes aqui asi aunque cada casi como con contra cuando cuatro dado desde despues dias dice
    dijo donde dos durante ella ellos entre era esta estado estan estas este esto estos fue fueron gobierno
    gran hace hacia hasta hay hoy las los luego mas mayor mejor menos mes meses mientras millones mismo mucho
    muy nada nos nuestra nuevo nueva otra otro otros pais para pero poco por porque presidente primer primera
    puede pueden pues quien segun ser sera sido sin sobre son sus tambien tanto tiene tienen toda todo todos
    tras tres una uno unos ano ainda ate com da das disse ele eles em foi governo isso mais muito nao nas novo
    nova onde outro outros pela pelo pode quando que sao segundo sem seu seus sua suas tem uma anni anche alla
    allo agli alle ancora avere bene che chi come cosa cui dagli dai dal dalla degli dei del della delle dello
    dopo dove due essere fino fra gia gli grande hanno il loro ma nei nel nella nelle non oggi ogni paese per
    perche piu poi primo prima quali quanto quella quello questa questo sara se sono stata stato stati suo sul
    sulla tra tre tutti tutto un
"""
COMMON = frozenset(" ".join((_ENGLISH, _FRENCH, _GERMAN, _SPANISH_PORTUGUESE_ITALIAN)).split())
"""Folded: in lower case and without accents."""
