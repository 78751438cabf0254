"""The simulated phone: plays Twilio's part against a running app, over HTTP and nothing else."""
