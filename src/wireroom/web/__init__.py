"""The live server: the readers' path is a bare ASGI callable over cached, pre-compressed pages."""
