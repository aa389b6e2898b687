"""A mail server on this machine that keeps what it is sent."""

import asyncio
import email
import threading
from email.message import Message
from typing import Self


class Post:
    """A mail server on this machine that keeps what it is sent (RFC 5321, as little as it takes)."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self.thread.start()
        self.ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.stopped.set)
        self.thread.join(10)

    def _run(self) -> None:
        async def main() -> None:
            self.stopped = asyncio.Event()
            server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            self.ready.set()
            await self.stopped.wait()
            server.close()

        self.loop.run_until_complete(main())
        self.loop.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                text = (await reader.readuntil(b"\r\n.\r\n"))[:-5]
                self.mails.append(email.message_from_bytes(text.replace(b"\r\n..", b"\r\n.")))
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 fine\r\n")
            if verb == b"QUIT":
                break
        await writer.drain()
        writer.close()
        await writer.wait_closed()
