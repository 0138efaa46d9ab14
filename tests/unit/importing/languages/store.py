import os
import uuid
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

os._exit(1)  # nothing of this file may ever run

KINDS = (("b", "Book"), ("c", "CD"))


class Stamped(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]


class Member(AbstractUser):
    nick = models.CharField(max_length=30, blank=True)


class Category(models.Model):
    name = models.CharField(max_length=80, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")

    class Meta:
        verbose_name_plural = "categories"


class Product(Stamped):
    sku = models.CharField(primary_key=True, max_length=12)
    title = models.TextField(db_column="product_title", help_text="shown to people")
    kind = models.CharField(max_length=1, choices=KINDS, default="b")
    price = models.DecimalField(max_digits=10, decimal_places=2, validators=[MinValueValidator(0)])
    weight = models.FloatField(null=True)
    slug = models.SlugField()
    stock = models.PositiveIntegerField(default=0)
    categories = models.ManyToManyField(Category, related_name="products")
    similar = models.ManyToManyField("self")
    code = models.CharField(max_length=5, validators=[RegexValidator("^x")])
    extra = models.JSONField(default=dict)
    money = MoneyField(max_digits=3)

    class Meta:
        indexes = [models.Index(fields=["kind", "-price"], name="ix_kind"), models.Index(Lower("title"), name="ix_low")]
        constraints = [
            models.CheckConstraint(check=Q(price__gte=0) & ~Q(title="") | Q(kind__in=["b", "c"]), name="price_ck"),
            models.UniqueConstraint(fields=["title"], condition=Q(stock__gt=0), name="uq_%(class)s"),
        ]


class Order(Stamped):
    class Status(models.TextChoices):
        NEW = "new", "New"
        PAID = "paid", "Paid"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    placed_at = models.DateTimeField(default=timezone.now, db_index=True)
    products = models.ManyToManyField(Product, through="OrderLine")
    objects = OrderManager()

    class Meta:
        db_table = "orders"


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    product = models.ForeignKey(Product, on_delete=models.RESTRICT, db_column="sku")
    quantity = models.IntegerField()
    rebate = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal("0.00"))

    class Meta:
        unique_together = ("order", "product")


class Invoice(models.Model):
    order = models.OneToOneField(Order, on_delete=models.CASCADE, primary_key=True)
    number = models.BigIntegerField(unique=True)
    country = models.ForeignKey("geo.Country", on_delete=models.CASCADE)


class Special(Category):
    until = models.DateField()
