"""The running thing: takes copy in, sleeps until the next moment that changes something."""
