"""The same policy for other engines, so that they can be measured beside ours."""
