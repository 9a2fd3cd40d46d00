import type { Command } from './command.ts'
import { endSessionCommand } from './end-session.command.ts'
import { endSessionsCommand } from './end-sessions.command.ts'
import { eraseOrganizationCommand } from './erase-organization.command.ts'
import { eraseUserCommand } from './erase-user.command.ts'
import { extendPlanCommand } from './extend-plan.command.ts'
import { exportUserCommand } from './export-user.command.ts'
import { giveCreditsCommand } from './give-credits.command.ts'
import { givePlanCommand } from './give-plan.command.ts'
import { publishingCommands } from './publishing.ts'
import { readBillingCommand } from './read-billing.command.ts'
import { processWebhookCommand } from './process-webhook.command.ts'
import { redeliverWebhookCommand } from './redeliver-webhook.command.ts'
import { releaseStopCommand } from './release-stop.command.ts'
import { restoreOrganizationCommand } from './restore-organization.command.ts'
import { restoreUserCommand } from './restore-user.command.ts'
import { sendAgainCommand } from './send-again.command.ts'
import { sendResetCommand } from './send-reset.command.ts'
import { sendVerificationCommand } from './send-verification.command.ts'
import { suspendOrganizationCommand } from './suspend-organization.command.ts'
import {
  changeStaffRoleCommand,
  removeStaffCommand,
  resetStaffCommand,
} from './staff-member.commands.ts'
import { suspendUserCommand } from './suspend-user.command.ts'
import { takePlanBackCommand } from './take-plan-back.command.ts'
import { viewAsCommand } from './view-as.command.ts'

/** All commands, in the order of their buttons. */
export const commands: readonly Command[] = [
  suspendUserCommand,
  restoreUserCommand,
  endSessionsCommand,
  sendVerificationCommand,
  sendResetCommand,
  viewAsCommand,
  exportUserCommand,
  eraseUserCommand,
  suspendOrganizationCommand,
  restoreOrganizationCommand,
  giveCreditsCommand,
  extendPlanCommand,
  givePlanCommand,
  takePlanBackCommand,
  readBillingCommand,
  eraseOrganizationCommand,
  sendAgainCommand,
  endSessionCommand,
  releaseStopCommand,
  ...publishingCommands,
  redeliverWebhookCommand,
  processWebhookCommand,
  changeStaffRoleCommand,
  resetStaffCommand,
  removeStaffCommand,
]
