// What the support console (`@t21/admin`) uses of the server, and nothing else of it.
export { policies } from './app.ts'
export type { Principal } from './authz/principal.ts'
export type { SubscriptionTier } from './authz/vocabulary.ts'
export type { Config } from './config.ts'
export type { Context } from './context.ts'
export { ApiError, invalid, notFound, type ErrorCode } from './errors.ts'
export { tookTooLong } from './db/database.ts'
export { inSystem } from './db/tenancy.ts'
export { releasePublishing, stopPublishing } from './features/publishing/stops.service.ts'
export { processAgain } from './features/webhooks-in/process-webhooks.ts'
export { redeliverWebhook } from './features/webhooks-out/webhook-deliveries.service.ts'
export { endingVersions } from './plugins/api-version.ts'
export { variableOf } from './plugins/plugin-settings.ts'
export { apiVersionOf } from './plugins/registry.ts'
export { postStatuses } from './features/posts/post.model.ts'
export { cancelDelivery } from './features/publishing/cancel.service.ts'
export { presentDelivery, presentEvent } from './features/publishing/deliveries.presenter.ts'
export {
  deliveryWithEvents,
  resolveDelivery,
  retryDelivery,
} from './features/publishing/deliveries.service.ts'
export type { DeliveryError } from './features/publishing/delivery-errors.ts'
export { lookAgain } from './features/publishing/look-again.service.ts'
export { deliveryStates, transitions } from './features/publishing/states.ts'
export { renewAccountNow, syncAccountNow } from './features/social-accounts/attend.service.ts'
export { socialAccountStatuses } from './features/social-accounts/social-account.model.ts'
export { suspendUser, restoreUser } from './features/users/suspend-user.service.ts'
export { endStaffSessions, liveStaffSessions } from './features/staff/staff-sessions.ts'
export {
  restoreOrganization,
  suspendOrganization,
} from './features/organizations/suspend-organization.service.ts'
export { deleteOrganizationPast } from './features/organizations/delete-organization.service.ts'
export { deleteAccountPast } from './features/privacy/delete-account.service.ts'
export { askForExportOf } from './features/privacy/account-exports.service.ts'
export { resendVerification } from './features/auth/email-verification.service.ts'
export { forgotPassword } from './features/auth/password-reset.service.ts'
export { sendMailAgain } from './features/mail-again/send-again.service.ts'
export type { Mailed } from './features/auth/attempts.ts'
export { endSessionsByStaff } from './features/staff/end-sessions.service.ts'
export { extendPlan } from './features/grants/extend-plan.service.ts'
export { grantPlan, grantQuota, revokePlan } from './features/grants/grants.service.ts'
export { usageOf, type Usage } from './features/quotas/usage.service.ts'
export { asked, billingOf } from './features/billing/billing.provider.ts'
export { syncOrganization } from './features/billing/sync-customer.ts'
export { beginView } from './features/staff/view-as.service.ts'
export {
  changeStaffRole,
  createStaffMember,
  listStaffMembers,
  removeStaffMember,
  resetStaffAccess,
} from './features/staff/staff-members.service.ts'
export { makePasswords } from './features/auth/passwords.ts'
export type { StaffAccess } from './features/staff/staff-access.ts'
export { recordedAct, recordReading, type StaffAct } from './features/staff/staff-audit.ts'
export {
  actAsStaff,
  staffPrincipal,
  type StaffPrincipal,
} from './features/staff/staff-principal.ts'
export {
  staffRoles,
  staffSubjects,
  type StaffAbility,
  type StaffRole,
  type StaffSubject,
  type StaffVerb,
} from './features/staff/staff-roles.ts'
export type { App } from './http/app-instance.ts'
export { writeCsv } from './http/csv.ts'
export { clientOf, type Client } from './http/client.ts'
export { handleError } from './http/error-handler.ts'
export { refuseUnstorable } from './http/unstorable.ts'
// These declare what the console uses of the server itself: `limits`, `authenticator`.
export type { permissions } from './http/permissions.ts'
export type { RateLimits } from './http/rate-limits.ts'
