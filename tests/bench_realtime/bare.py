"""The least a bridge can do: picows on both sides, each message read once and written once, nothing else.

`python -m tests.bench_realtime.bare PORT OPENAI_URL`
"""

import asyncio
import sys

import orjson
import uvloop
from picows import (
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    ws_connect,
    ws_create_server,
)


class Model(WSListener):
    """The model's side of one call."""

    def __init__(self, phone: "Phone") -> None:
        self.phone = phone

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.phone.model = transport
        transport.send(WSMsgType.TEXT, b'{"type":"session.update","session":{"type":"realtime"}}')
        transport.send(WSMsgType.TEXT, b'{"type":"response.create"}')

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is not WSMsgType.TEXT:
            return
        event = orjson.loads(frame.get_payload_as_memoryview())
        if event["type"] == "response.output_audio.delta" and self.phone.transport is not None:
            media = {"event": "media", "streamSid": self.phone.stream_sid, "media": {"payload": event["delta"]}}
            self.phone.transport.send(WSMsgType.TEXT, orjson.dumps(media))


class Phone(WSListener):
    """The phone's side of one call."""

    def __init__(self, openai: str) -> None:
        self.openai = openai
        self.transport: WSTransport | None = None
        self.model: WSTransport | None = None
        self.stream_sid = ""
        self.connecting: asyncio.Task[None] | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is not WSMsgType.TEXT:
            return
        message = orjson.loads(frame.get_payload_as_memoryview())
        if message["event"] == "media" and self.model is not None:
            append = {"type": "input_audio_buffer.append", "audio": message["media"]["payload"]}
            self.model.send(WSMsgType.TEXT, orjson.dumps(append))
        elif message["event"] == "start":
            self.stream_sid = message["start"]["streamSid"]
            self.connecting = asyncio.get_running_loop().create_task(self.connect())

    async def connect(self) -> None:
        await ws_connect(lambda: Model(self), self.openai)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if self.model is not None:
            self.model.disconnect()


async def main(port: int, openai: str) -> None:
    def accept(_request: WSUpgradeRequest, _response: WSUpgradeResponse | None = None) -> WSListener:
        return Phone(openai)

    server = await ws_create_server(accept, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2]))
