"""The site: a social network with a music service inside, licensed and accountable by construction."""

VERSION = "0.1.0"
