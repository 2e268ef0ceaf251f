"""What became of the orders of one session: for whoever has to say it when all else fails."""


class OrderBook:
    """Headers only: an order's parameters may be a key.

    done       carried out, as the pump has proven
    under_way  sent, and nobody knows yet; "" for none
    """

    def __init__(self) -> None:
        self.done: list[str] = []
        self.under_way = ""

    def sent(self, message: str) -> None:
        """It goes to the pump now."""
        self.under_way = message.split(" ")[0]

    def settled(self, carried_out: bool) -> None:
        """What became of it is proven."""
        if carried_out:
            self.done.append(self.under_way)
        self.under_way = ""
