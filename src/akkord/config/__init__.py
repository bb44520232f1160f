"""Wiring: settings, addresses, which event wakes what, which adapters stand behind the contracts."""
