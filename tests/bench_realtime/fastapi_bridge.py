"""A bridge in the manner of the vendors' samples: FastAPI for the phone, `websockets` for the model, json for both.

`python -m tests.bench_realtime.fastapi_bridge PORT OPENAI_URL`; needs fastapi and uvicorn[standard].
Modelled on https://github.com/twilio-samples/speech-assistant-openai-realtime-api-python (MIT).
"""

import asyncio
import json
import sys

import uvicorn
import websockets
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()
OPENAI = sys.argv[2] if len(sys.argv) > 2 else ""


@app.websocket("/realtime/stream")
async def stream(websocket: WebSocket) -> None:
    """One call."""
    await websocket.accept()
    async with websockets.connect(OPENAI, additional_headers={"Authorization": "Bearer bench"}) as model:
        await model.send(json.dumps({"type": "session.update", "session": {"type": "realtime"}}))
        await model.send(json.dumps({"type": "response.create"}))
        sid = ""

        async def from_phone() -> None:
            nonlocal sid
            try:
                async for message in websocket.iter_text():
                    data = json.loads(message)
                    if data["event"] == "media":
                        append = {"type": "input_audio_buffer.append", "audio": data["media"]["payload"]}
                        await model.send(json.dumps(append))
                    elif data["event"] == "start":
                        sid = data["start"]["streamSid"]
            except WebSocketDisconnect:
                pass
            await model.close()

        async def from_model() -> None:
            async for message in model:
                event = json.loads(message)
                if event["type"] == "response.output_audio.delta" and sid:
                    media = {"event": "media", "streamSid": sid, "media": {"payload": event["delta"]}}
                    await websocket.send_json(media)
                    await websocket.send_json({"event": "mark", "streamSid": sid, "mark": {"name": "part"}})

        await asyncio.gather(from_phone(), from_model())


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", ws_max_size=65_536)
