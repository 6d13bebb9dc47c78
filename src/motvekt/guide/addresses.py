"""From a reference to an address."""

from __future__ import annotations

from django.urls import get_script_prefix, reverse

from motvekt.guide.parts import BY_ID, PAGE_ROUTES, SHORT


def page_address(page_id: str) -> str:
    """The address of a page of the pack, in the present language."""
    route = PAGE_ROUTES.get(page_id)
    return reverse(f"guide:{route}") if route else reverse("guide:page", args=[page_id])


def item_address(ref: str) -> str:
    """The address of an item by its reference, or of a part by its id, in the present language."""
    part, _, item = ref.partition("/")
    if part == SHORT.id:
        return reverse("guide:short_in", args=[item]) if item else reverse("guide:short")
    if not item:
        return reverse("guide:contacts") if part == "contacts" else reverse("guide:part", args=[BY_ID[part].slug])
    if part == "pages":
        return page_address(item)
    if part == "contacts":
        return f"{reverse('guide:contacts')}#{item}"
    return reverse("guide:item", args=[BY_ID[part].slug, item])


def place(ref: str) -> str:
    """The id that an item, a part or a page has in the offline copy: its address, without language and outer slashes.

    So the service worker finds the place of any address without knowing what the guide consists of.
    """
    return item_address(ref).removeprefix(get_script_prefix()).strip("/")


def offline_address(ref: str) -> str:
    """Where the offline copy has an item, or a part."""
    part, _, item = ref.partition("/")
    if part == "contacts":
        return reverse("guide:offline_contacts") + (f"#{item}" if item else "")
    return f"{reverse('guide:offline_guide')}#{place(ref)}"
