"""The process that answers what residents wrote on LINE, beside the gateway and behind it.

LINE wants its 200 at once, however much there is to answer. So the webhook's process only writes
down what comes, and this one, a patient one (nice), does the rest.
"""

from __future__ import annotations

import asyncio
import os
import signal

from channels import durable, retention, workflows
from channels.bot import BotClient
from channels.limiting import Limits
from channels.line.workflow import dispatch
from madoguchi.logs import configure
from madoguchi.settings import Settings, settings

NAME = "line"
NICE = 15


async def work(config: Settings) -> None:
    """Answer until SIGTERM or SIGINT; what is unfinished then is taken up at the next start."""
    bot = BotClient(config.bot_url, config.resolved_bot_token)
    workflows.prepare(bot, Limits(config))
    await durable.launch(config, NAME)
    await retention.schedule()
    dispatching = asyncio.create_task(dispatch())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, dispatching.cancel)
    try:
        await asyncio.wait([dispatching])
    finally:
        durable.stop()
        await bot.close()


def main() -> None:
    """Run in a process of its own."""
    configure()
    os.nice(NICE)
    asyncio.run(work(settings()))


if __name__ == "__main__":
    main()
