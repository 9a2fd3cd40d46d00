import { cancelDeliveryCommand } from './cancel-delivery.command.ts'
import type { Command } from './command.ts'
import { lookAccountCommand } from './look-account.command.ts'
import { lookDeliveryCommand } from './look-delivery.command.ts'
import { refreshAccountCommand } from './refresh-account.command.ts'
import { resolveDeliveryCommand } from './resolve-delivery.command.ts'
import { retryDeliveryCommand } from './retry-delivery.command.ts'

/** What staff do about posts that do not go out. */
export const publishingCommands: readonly Command[] = [
  retryDeliveryCommand,
  resolveDeliveryCommand,
  lookDeliveryCommand,
  cancelDeliveryCommand,
  refreshAccountCommand,
  lookAccountCommand,
]
