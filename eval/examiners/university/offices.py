"""Offices in town, messages and networks."""

from eval.examiners.university.context import Ctx
from eval.examiners.university.dice import OMIT
from eval.examiners.university.names import TOWNS, fold
from eval.examiners.university.page import kv, page, seal, table
from eval.examiners.university.people import Doctor
from eval.examiners.university.prose_wards import LETTER, WARD
from eval.examiners.university.registry import layout


def mail_address(one: Doctor) -> str:
    """An address of nobody."""  # fmt: skip
    return (
        "".join(sign for sign in fold(one.given + "." + one.family).lower() if sign.isalpha() or sign == ".")
        + "@sante.example"
    )


@layout("cabinet_specialiste_sobre")
def specialist(c: Ctx) -> str:
    """A letter of a specialist in town."""
    c.type("11488-4", "96349-6")
    spec, tx = c.pick(*LETTER)
    a, p = c.newdoc("Dr"), c.newdoc()
    c.f["structure_name"] = OMIT
    tel = c.phone()
    town, dep = c.pick(*TOWNS)
    body = f"""<table style="width:100%"><tr><td><b>{c.author(a, c.pick('long',
    'full'))}</b><br>{spec}<br>{c.pick('Ancien interne des hôpitaux', 'Ancien chef de clinique')}<br>{c.rpps(a)}<br>
    AM {a.am}</td><td class=r>{c.r.randint(2, 90)}, rue Pasteur<br>{dep}000 {town}<br>Tél. {tel}<br>sur rendez-vous</td>
    </tr></table><p style="margin:10mm 0 6mm 50%">{town}, le {c.docdate('long')}<br>
    <br>{c.rec(p, c.pick('long', 'full'))}</p><p>{c.inline(has_title=True)}, {c.born(lead='{ne} le')} {c.ins()}</p>
    <p>{c.pick('Cher ami,', 'Cher confrère,', 'Madame, Monsieur le Médecin,')}</p>{c.paras(tx)}<!--X-->
    <p>{c.pick('Vue' if c.fem else 'Vu', 'Consultation')} du {c.actdate('slash')}.</p>
    <p>{c.pick('Bien cordialement', 'Amitiés', 'Confraternellement')}</p><p class=r>{c.dr(a, 'short')}
    {seal(c)}</p>"""  # fmt: skip
    return page(c, "", body, font=c.pick(c.serif, c.mono, c.serif), margin="18mm 22mm", size=11)


@layout("adressage_medecin_traitant", ages=(4, 94))
def referral(c: Ctx) -> str:
    """A letter of a family doctor."""
    c.type("96349-6")
    w = c.pick(*WARD)
    a = c.newdoc("Dr")
    s = c.struct("cabinet")
    d = c.newdoc()
    body = f"""<p class=c><b>{s.name}</b><br>{c.author(a, 'full')} – médecine générale<br>{s.address} –
    {s.tel}<br>{c.rpps(a)} – FINESS {s.finess}</p><p class=r>le {c.docdate('slash')}</p>
    <h2>{c.pick('LETTRE D’ADRESSAGE', 'Courrier d’adressage', 'LETTRE D’ADRESSAGE AU SPÉCIALISTE')}</h2>
    <p>À l’attention de : {c.rec(d, 'full')}, service de {c.pick('cardiologie', 'médecine interne', 'chirurgie',
    'pneumologie', 'neurologie')}</p><p>Merci de recevoir {c.inline(has_title=True)}, {c.born()} {c.ins()}, pour
    {c.pick('avis', 'prise en charge', 'hospitalisation si nécessaire')}.</p><!--X-->
    <p>Motif : {c.fill(w[1]).lower() if c.age > 40 else
    'toux persistante et fatigue'}.</p>{f'<p>Antécédents : {c.fill(w[2])}</p>' if c.age > 40 else
    '<p>Antécédents : amygdalectomie. Vaccins à jour.</p>'}<p>TA {c.r.randint(105, 160)}/{c.r.randint(60, 95)}, poids
    {c.r.randint(20 if c.age < 16 else 48, 40 if c.age < 16 else 102)} kg.
    {c.fill('Biologie du {d-} jointe. Avis déjà pris auprès du {doc}.')}</p>
    <p>Traitement : {'; '.join(c.fill(x) for x in w[5][:2]) if c.age > 40 else 'paracétamol'}</p>
    <p>En vous remerciant, {seal(c)}</p>"""  # fmt: skip
    c.f["structure_finess"] = s.finess
    return page(c, "", body, size=11, margin="16mm 20mm")


@layout("ophtalmologie_consultation", ages=(6, 94), is_addressed=False)
def eyes(c: Ctx) -> str:
    """A consultation for the eyes."""
    c.type("78513-9", "11488-4")
    s = c.struct(c.pick("clinique", "cabinet"))
    a, p = c.newdoc(), c.newdoc()
    r = c.r
    rows = [
        (
            o,
            (
                f"{r.randint(2, 10)}/10 {c.pick('-', '+')}{r.randint(0, 3)},{c.pick(25, 50, 75)} ({c.pick('-', '+')}"
                f"0,50 à {r.randint(5, 175)}°)"
            ),
            f"{r.randint(11, 23)} mmHg",
            c.pick("cristallin clair", "cataracte débutante", "pseudophaque"),
            c.pick("papille 0,3, macula saine", "drusen", "rétine à plat"),
        )
        for o in ("OD", "OG")
    ]
    body = f"""<p><b style="color:{c.color};font-size:140%">{s.name}</b> &nbsp; {c.pick('Ophtalmologie',
    'Institut de la vision')}<br><span class=s>{s.address} – {s.tel}</span></p>
    <table style="width:100%;border:1px solid {c.color}"><tr><td style="padding:2mm">{kv(c.pairs(), cols=2)}</td></tr>
    </table><h2 style="margin-top:3mm">{c.pick('Compte rendu de consultation d’ophtalmologie',
    'CONSULTATION OPHTALMOLOGIQUE')}</h2><p>{c.pick('Consultation du', 'Date de consultation :')} {c.actdate()} –
    adressé par {c.rec(p, 'full')}</p>{table(rows, 'm', ('Œil', 'Acuité corrigée', 'Tonus', 'Segment antérieur',
    'Fond d’œil'))}{c.paras(r.sample(['Champ visuel du {d-} sans déficit.', 'OCT : épaisseur fovéolaire {230~310} µm.',
    'Pachymétrie {510~580} µm.', 'Traitement par latanoprost un soir sur un.', 'Antécédent de glaucome chez {rel}.',
    'Chirurgie de cataracte proposée, avis du {doc}.', 'Nouvelle correction remise.', 'Contrôle le {d+}.'], 4))}<!--X-->
    <p class=r>{c.author(a)}<br>{c.rpps(a)}<br>Le {c.docdate()}</p>"""  # fmt: skip
    return page(
        c,
        (
            ".m{width:100%;margin:2mm 0}.m td,.m th{border:1px solid #888;padding:1mm;font-size:88%}"
            ".v{font-weight:bold;padding-right:5mm}"
        ),
        body,
    )


@layout("messagerie_securisee_impression")
def message(c: Ctx) -> str:
    """A message printed."""
    c.type("11488-4", "11490-0")
    spec, tx = c.pick(*LETTER)
    s = c.struct()
    a, d, e = c.newdoc(), c.newdoc(), c.newdoc()
    body = f"""<p class=s style="color:#555">Messagerie sécurisée de santé – impression</p>
    <table class=m><tr><td>De</td><td>{c.author(a, 'full')} &lt;{mail_address(a)}&gt;</td></tr><tr><td>À</td>
    <td>{c.rec(d, 'full')} &lt;{mail_address(d)}&gt;</td></tr><tr><td>Cc</td><td>{c.rec(e, 'full')}</td></tr>
    <tr><td>{c.pick('Date', 'Envoyé le')}</td><td>{c.docdate('longday')} {c.r.randint(8, 19)}:{c.r.randint(10, 59)}</td>
    </tr><tr><td>Objet</td><td><b>{c.pick('CR de consultation', 'Compte rendu de consultation', 'Avis – consultation')}
    {spec.lower()}</b></td></tr></table><p>Bonjour,</p><p>Ci-dessous le compte rendu de la consultation du {c.actdate()}
    de {c.inline(has_title=True)} ({c.born()}) {c.ins()}.</p>{c.paras(tx)}<!--X--><p>Cordialement,</p>
    <p>--<br>{c.dr(a, 'full')}<br>{spec}, {s.name}<br>{s.tel} – {c.rpps(a) if c.chance(.7) else ''}</p>
    <p class=xs>Ce message est confidentiel. Imprimé par le secrétariat le {c.d(c.after(1, 5),
    'slash')}.</p>"""  # fmt: skip
    return page(c, ".m{width:100%;border-bottom:1px solid #888;margin-bottom:4mm}.m td{padding:.6mm 3mm .6mm 0}", body)


@layout("reseau_teleexpertise_formulaire", ages=(25, 90), is_addressed=False)
def remote_opinion(c: Ctx) -> str:
    """An opinion given from afar."""
    c.type("85208-7", "11488-4")
    spec, tx = c.pick(*LETTER)
    s = c.struct("reseau")
    a, d = c.newdoc(), c.newdoc()
    body = f"""<div class=h>{s.name} <span style="float:right">Téléexpertise n° {c.r.randint(10000, 99999)}</span></div>
    <h2>{c.pick('Compte rendu de téléexpertise', 'COMPTE RENDU DE TÉLÉMÉDECINE – TÉLÉEXPERTISE')}</h2>
    <table style="width:100%"><tr><td style="width:50%" class=b><b>Patient</b>{kv(c.pairs(), sep='')}</td>
    <td class=b><b>Requérant</b><br>{c.rec(d, 'full')}<br><br><b>Expert requis</b><br>{c.author(a)} –
    {spec}<br>{c.rpps(a)}</td></tr></table><!--X--><p>Demande reçue le {c.d(c.before(1, 6), 'slash')} –
    {c.pick('avis rendu par l’expert le', 'téléexpertise réalisée le', 'acte du')} {c.actdate('slash')}</p>
    <p><b>Question posée</b> : {c.fill(c.pick('conduite à tenir ?', 'adaptation du traitement ?',
    'faut-il hospitaliser ?', 'avis sur l’imagerie du {d-} ?', 'délai de consultation ?', 'rythme de surveillance ?',
    'poursuite de l’anticoagulant ?', 'place d’une biopsie ?'))}</p><p><b>Réponse</b></p>{c.paras(tx)}<p>Consentement de
    la personne recueilli. Document {c.pick('signé le', 'validé le')} {c.docdate('slash')}.</p>"""  # fmt: skip
    return page(
        c,
        (
            f".h{{background:{c.color};color:#fff;padding:2.5mm;font-weight:bold;margin-bottom:3mm}}.b{{border:1px "
            f"solid #aaa;padding:2mm}}.kv td{{padding:.2mm 2mm .2mm 0}}.v{{font-weight:bold}}"
        ),
        body,
    )


@layout("vaccination_note", ages=(2, 92))
def vaccination(c: Ctx) -> str:
    """A vaccination."""
    c.type("87273-9", "11369-6")
    s = c.struct(c.pick("hopital", "cabinet"))
    a = c.newdoc("Dr")
    v = c.pick(
        ("Grippe", "Vaxigrip"),
        ("Coqueluche-dTP", "Repevax"),
        ("Pneumocoque", "Prevenar 20"),
        ("Hépatite B", "Engerix B"),
        ("Zona", "Shingrix"),
        ("Fièvre jaune", "Stamaril"),
        ("Méningocoque ACWY", "Nimenrix"),
        ("HPV", "Gardasil 9"),
    )
    body = f"""<div class=c><b>{s.name}</b><br>Centre de vaccination – {s.tel}</div>
    <h2 class=c style="margin:5mm 0">{c.pick('NOTE DE VACCINATION', 'Note de vaccination',
    'FICHE D’ACTE VACCINAL')}</h2>{kv(c.pairs(extra=('age', )))}{c.matrix()}<!--X-->
    <table class=g><tr><th>Vaccin</th><th>Maladie</th><th>Lot</th><th>Voie / site</th><th>Dose</th></tr>
    <tr><td>{v[1]}</td><td>{v[0]}</td><td>{c.pick('AB', 'X', 'FK')}{c.r.randint(1000, 9999)}</td>
    <td>IM, deltoïde {c.pick('gauche', 'droit')}</td><td>{c.pick('rappel', '1re dose', '2e dose')}</td></tr></table>
    <p>{c.pick('Vaccin administré le', 'Injection du', 'Date d’injection :')} <b>{c.actdate()}</b>. Péremption
    {c.d(c.after(120, 500), 'slash')}. {c.pick('Pas de réaction après 15 minutes.', 'Bonne tolérance.',
    'Fièvre possible 48 h.')} Prochaine dose : {c.d(c.after(60, 300), 'slash')}.</p>
    <p>Vaccinateur : {c.author(a)} {c.rpps(a)}<br>Note établie le {c.docdate()} {seal(c)}</p>"""  # fmt: skip
    return page(
        c,
        ".g{margin:4mm 0}.g td,.g th{border:1px solid #555;padding:1.2mm 3mm}.v{font-weight:bold;padding-left:2mm}",
        body,
        margin="18mm 22mm",
    )
