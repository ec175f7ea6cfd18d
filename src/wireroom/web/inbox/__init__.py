"""Where others bring copy: pushed deliveries, and what WebSub hubs send. Nothing is open that was not declared."""
