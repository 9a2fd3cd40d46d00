import type { Command } from './command.ts'
import { releaseStopCommand } from './release-stop.command.ts'
import { restoreUserCommand } from './restore-user.command.ts'
import { suspendUserCommand } from './suspend-user.command.ts'

/** All commands, in the order of their buttons. */
export const commands: readonly Command[] = [
  suspendUserCommand,
  restoreUserCommand,
  releaseStopCommand,
]
