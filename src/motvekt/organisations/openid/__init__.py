"""The employer's sign-on, by OpenID Connect: the same code for every provider, whatever it is called."""
