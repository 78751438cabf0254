"""What an operator sees of a running system: metrics, prices, traces, errors, alerts.

Three ways in, so that the code that holds calls stays free of all this: the product's own log events (`events`),
`span` around a step (`spans`), and a meter around each vendor (`metering`). Nothing here may cost a caller time
or end a call: what cannot be noted is left out.
"""
