"""Made-up pages for measuring how old pages are read: stories, layouts, and what text browsers make of them."""
