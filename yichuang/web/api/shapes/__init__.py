"""The shapes of what comes in and goes out; the OpenAPI document is made from them."""
