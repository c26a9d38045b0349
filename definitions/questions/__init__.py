"""The kinds of question, one module a kind; and what is asked of any of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from definitions.form import Question
from definitions.questions.address import AddressKind
from definitions.questions.approximate_date import ApproximateDateKind
from definitions.questions.bank_details import BankDetailsKind
from definitions.questions.checkboxes import CheckboxesKind
from definitions.questions.date import DateKind
from definitions.questions.declaration import DeclarationKind
from definitions.questions.email import EmailKind
from definitions.questions.file import FileKind
from definitions.questions.kind import AnswerProblem, BadAnswer, Kind, Posted
from definitions.questions.map_point import MapPointKind
from definitions.questions.month import MonthKind
from definitions.questions.name import NameKind
from definitions.questions.national_insurance_number import NationalInsuranceNumberKind
from definitions.questions.numbers import DecimalKind, IntegerKind, MoneyKind
from definitions.questions.organisation_number import OrganisationNumberKind
from definitions.questions.percentage import PercentageKind
from definitions.questions.phone import PhoneKind
from definitions.questions.postcode import PostcodeKind
from definitions.questions.radios import RadiosKind, SelectKind
from definitions.questions.ranking import RankingKind
from definitions.questions.signature import SignatureKind
from definitions.questions.table import TableKind
from definitions.questions.text import TextKind
from definitions.questions.time import TimeKind
from definitions.questions.vehicle_registration import VehicleRegistrationKind
from definitions.questions.yes_no import YesNoKind
from definitions.text import Context

__all__ = ["KINDS", "AnswerProblem", "BadAnswer", "Context", "Kind", "Posted", "kind_of", "read"]

_KINDS: tuple[Kind, ...] = (
    TextKind(),
    IntegerKind(),
    DecimalKind(),
    MoneyKind(),
    PercentageKind(),
    DateKind(),
    MonthKind(),
    ApproximateDateKind(),
    TimeKind(),
    EmailKind(),
    PhoneKind(),
    AddressKind(),
    PostcodeKind(),
    NameKind(),
    RadiosKind(),
    CheckboxesKind(),
    SelectKind(),
    YesNoKind(),
    DeclarationKind(),
    SignatureKind(),
    NationalInsuranceNumberKind(),
    VehicleRegistrationKind(),
    OrganisationNumberKind(),
    BankDetailsKind(),
    FileKind(),
    MapPointKind(),
    RankingKind(),
    TableKind(),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _KINDS})


def kind_of(question: Question) -> Kind:
    return KINDS[question.kind]


def read(question: Question, posted: Posted, context: Context) -> Any | None:
    """The typed answer to a question on a page just sent; None when an optional one was left blank.

    Raises:
        BadAnswer: it is not good, or a required one was left blank.
    """
    kind = kind_of(question)
    value = kind.parse(question, posted, context)
    if value is None and question.required is True:
        raise kind.missing(question, context)
    return value
