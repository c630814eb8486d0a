"""Bells this app rings."""

from django.dispatch import Signal

receipt_came_first = Signal()
"""A file on record came again, and this arrival had been received before one recorded earlier.

Carries receipt_id, the new arrival.

Sent inside the transaction that writes the receipt.
"""
slip_came = Signal()
"""A slip came late and says when its fax was received. Carries receipt_id.

Sent inside the transaction that writes what the slip says.
"""
page_read_again = Signal()
"""A page of a file has another reading than before. Carries document_id and reading_id.

Sent inside the transaction that writes the reading.
"""
document_read = Signal()
"""A file has reached its final state (read or unreadable). Carries document_id.

Sent inside the transaction that writes the state, so that a receiver's job row
commits with it. An error in a receiver undoes the write.
"""
