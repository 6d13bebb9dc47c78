"""Whether the keys are as they must be, in words for the operator; and the first master key."""

from __future__ import annotations

from django.conf import settings

from motvekt.kernel.errors import SettingMissing
from motvekt.vault import journal, keystore, provider, public_keys, rotation
from motvekt.vault.models import TalkKey


def make_ready(*, receipts_are_lost: bool = False) -> str | None:
    """Make the first master key where there is none and nothing is wrapped yet, and the shred journal with it, and the
    keys of the public part where nobody has a receipt yet; the words to print, or None.

    `receipts_are_lost`: the latter also where somebody has: the file is gone for good, and no receipt opens anything.
    Raises SettingMissing where something is wrapped already: a new key would open none of it, and hide that it is lost.
    """
    if receipts_are_lost or not TalkKey.objects.exists():
        public_keys.make_file(settings.PUBLIC_KEYS)
    if settings.MASTER_KEY.exists():
        return None
    if rotation.masters():
        # Says that the file is to be restored.
        keystore.provider()
    if not provider.make_file(settings.MASTER_KEY):
        return None
    journal.make(settings.SHRED_JOURNAL)
    return (
        f"Hovednøkkelen er laget i {settings.MASTER_KEY}, og nøklene til den åpne delen i {settings.PUBLIC_KEYS}. Ta "
        "en kopi av begge filene nå, og oppbevar dem et annet sted enn sikkerhetskopiene. Uten den første "
        "åpner ingen mappene. Uten den andre åpner ingen kvittering noe."
    )


def opens() -> None:
    """Raises SettingMissing where the master key can't be read, or isn't the one that wrapped the first key there is;
    or where the keys of the public part can't, which are all that this part needs.

    For somebody who asks often: `check` tries every key.
    """
    public_keys.public_keys()
    if settings.IS_PUBLIC_PART:
        return
    holder = keystore.provider()
    for table in rotation.TABLES:
        master = table._default_manager.values_list("master", flat=True).first()
        if master is not None and master not in holder.known:
            raise SettingMissing(f"MOTVEKT_MASTER_KEY: {settings.MASTER_KEY} lacks the master key {master}.")


def check() -> list[str]:
    """What is wrong with the keys, one line each; empty where everything opens."""
    try:
        holder = keystore.provider()
    except SettingMissing as error:
        return [str(error)]
    wrapped = rotation.masters()
    problems = [
        f"{count} nøkler er pakket med hovednøkkelen {master}, som ikke står i {settings.MASTER_KEY}."
        for master, count in sorted(wrapped.items())
        if master not in holder.known
    ]
    if not problems and (damaged := rotation.damaged()):
        problems.append(f"{damaged} nøkler lar seg ikke pakke ut. De er endret, eller flyttet fra en annen rad.")
    if not problems and (damaged := keystore.damaged_talks()):
        problems.append(f"{damaged} nøkler til anonyme samtaler kan ikke åpnes av mottaket de er forseglet til.")
    if TalkKey.objects.exists():
        try:
            public_keys.public_keys()
        except SettingMissing as error:
            problems.append(str(error))
    if not settings.SHRED_JOURNAL.exists():
        return problems
    try:
        back = keystore.brought_back(journal.read(settings.SHRED_JOURNAL))
    except SettingMissing as error:
        return [*problems, str(error)]
    if back:
        problems.append(
            f"{back} nøkler står i makuleringsloggen {settings.SHRED_JOURNAL}, men finnes. Makuleringen ble avbrutt, "
            "noen har lagt dem tilbake, eller noen har skrevet i loggen."
        )
    return problems
