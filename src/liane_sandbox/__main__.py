"""``python -m liane_sandbox``: the same as the command ``liane-sandbox``."""

from liane_sandbox.main import main

main()
