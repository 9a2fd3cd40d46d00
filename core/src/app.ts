import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { LogController, type FastifyBaseLogger } from 'fastify'
import { makeAuthenticator } from './authz/authenticate.ts'
import type { Policy } from './authz/policy.ts'
import { mountSupportConsole, type MountConsole } from './console-host.ts'
import type { Context } from './context.ts'
import { aiPolicy } from './features/ai/ai.policy.ts'
import { aiRoutes } from './features/ai/ai.routes.ts'
import { analyticsRoutes } from './features/analytics/analytics.routes.ts'
import { metricsRoutes } from './features/analytics/metrics.routes.ts'
import { apiKeysPolicy } from './features/api-keys/api-keys.policy.ts'
import { apiKeysRoutes } from './features/api-keys/api-keys.routes.ts'
import { auditPolicy } from './features/audit/audit.policy.ts'
import { auditRoutes } from './features/audit/audit.routes.ts'
import { accountChangesRoutes } from './features/auth/account-changes.routes.ts'
import { accountRecoveryRoutes } from './features/auth/account-recovery.routes.ts'
import { authRoutes } from './features/auth/auth.routes.ts'
import { makePasswords } from './features/auth/passwords.ts'
import { sessionsRoutes } from './features/auth/sessions.routes.ts'
import { billingPolicy } from './features/billing/billing.policy.ts'
import { invoicesRoutes } from './features/billing/invoices.routes.ts'
import { refundsRoutes } from './features/billing/refunds.routes.ts'
import { plansRoutes } from './features/billing/plans.routes.ts'
import { subscriptionChangesRoutes } from './features/billing/subscription-changes.routes.ts'
import { subscriptionsRoutes } from './features/billing/subscriptions.routes.ts'
import { brandsPolicy } from './features/brands/brands.policy.ts'
import { brandsRoutes } from './features/brands/brands.routes.ts'
import { calendarFeedsRoutes } from './features/calendar-feeds/calendar-feeds.routes.ts'
import { healthRoutes } from './features/health/health.routes.ts'
import {
  liveUpdatesRoutes,
  type LiveUpdatesOptions,
} from './features/live-updates/live-updates.routes.ts'
import { mailPreviewRoutes } from './features/mail/preview.routes.ts'
import { linkedLoginsRoutes } from './features/login-providers/linked-logins.routes.ts'
import { loginProvidersRoutes } from './features/login-providers/login-providers.routes.ts'
import { mediaPolicy } from './features/media/media.policy.ts'
import { mediaRoutes } from './features/media/media.routes.ts'
import { notificationPreferencesRoutes } from './features/notifications/preferences.routes.ts'
import { notificationsRoutes } from './features/notifications/notifications.routes.ts'
import { unsubscribeRoutes } from './features/notifications/unsubscribe.routes.ts'
import { invitationsRoutes } from './features/organizations/invitations.routes.ts'
import { membersRoutes } from './features/organizations/members.routes.ts'
import { myPermissionsRoutes } from './features/organizations/my-permissions.routes.ts'
import { organizationsPolicy } from './features/organizations/organizations.policy.ts'
import { organizationsRoutes } from './features/organizations/organizations.routes.ts'
import { postApprovalRoutes } from './features/posts/post-approval.routes.ts'
import { importProgressRoutes } from './features/post-imports/import-progress.routes.ts'
import { postImportsRoutes } from './features/post-imports/post-imports.routes.ts'
import { postBulkRoutes } from './features/posts/post-bulk.routes.ts'
import { postPlanningRoutes } from './features/posts/post-planning.routes.ts'
import { postsPolicy } from './features/posts/posts.policy.ts'
import { postsRoutes } from './features/posts/posts.routes.ts'
import { deliveriesPolicy } from './features/publishing/deliveries.policy.ts'
import { deliveriesRoutes } from './features/publishing/deliveries.routes.ts'
import { secondFactorRoutes } from './features/second-factor/second-factor.routes.ts'
import { viewAsRoutes } from './features/staff/view-as.routes.ts'
import { stopsRoutes } from './features/publishing/stops.routes.ts'
import { accountExportsRoutes } from './features/privacy/account-exports.routes.ts'
import { deleteAccountRoutes } from './features/privacy/delete-account.routes.ts'
import { usageRoutes } from './features/users/usage.routes.ts'
import { queueRoutes } from './features/queues/queue.routes.ts'
import { templatesPolicy } from './features/templates/templates.policy.ts'
import { templatesRoutes } from './features/templates/templates.routes.ts'
import { recurrencesPolicy } from './features/recurrences/recurrences.policy.ts'
import { recurrencesRoutes } from './features/recurrences/recurrences.routes.ts'
import { usersRoutes } from './features/users/users.routes.ts'
import { platformsRoutes } from './features/platforms/platforms.routes.ts'
import { connectionsRoutes } from './features/social-accounts/connections.routes.ts'
import { socialAccountsPolicy } from './features/social-accounts/social-accounts.policy.ts'
import { socialAccountsRoutes } from './features/social-accounts/social-accounts.routes.ts'
import { dataDeletionsRoutes } from './features/webhooks-in/data-deletions.routes.ts'
import { webhooksRoutes } from './features/webhooks-in/webhooks.routes.ts'
import { webhookDeliveriesRoutes } from './features/webhooks-out/webhook-deliveries.routes.ts'
import { webhookEndpointsRoutes } from './features/webhooks-out/webhook-endpoints.routes.ts'
import { webhookDescriptions } from './features/webhooks-out/webhooks-out.openapi.ts'
import { webhooksOutPolicy } from './features/webhooks-out/webhooks-out.policy.ts'
import type { App } from './http/app-instance.ts'
import { bodyParsing } from './http/body-parsing.ts'
import { cors } from './http/cors.ts'
import { deprecation } from './http/deprecation.ts'
import { handleError } from './http/error-handler.ts'
import { handleClientError, handleFrameworkError } from './http/framework-errors.ts'
import { headers } from './http/headers.ts'
import { https } from './http/https.ts'
import { idempotency } from './http/idempotency.ts'
import { openApi } from './http/openapi.ts'
import { permissions } from './http/permissions.ts'
import { rateLimits } from './http/rate-limits.ts'
import { reference } from './http/reference.ts'
import { makeRequestId } from './http/request-id.ts'
import { requestLog } from './http/request-log.ts'
import { makeRequestLogger } from './http/request-logger.ts'
import { unknownPaths } from './http/unknown-paths.ts'
import { makeSerializerCompiler } from './http/serialization.ts'
import { makeValidatorCompiler } from './http/validation.ts'

/** The rules of every feature: who may do what. */
export const policies: readonly Policy[] = [
  organizationsPolicy,
  apiKeysPolicy,
  brandsPolicy,
  socialAccountsPolicy,
  mediaPolicy,
  templatesPolicy,
  aiPolicy,
  postsPolicy,
  recurrencesPolicy,
  deliveriesPolicy,
  auditPolicy,
  webhooksOutPolicy,
  billingPolicy,
]

/** What a server is made of besides. */
export interface AppOptions {
  /** The support console, where there is one. */
  readonly mountConsole?: MountConsole | null
  /** bcrypt's cost. For tests: nothing that an operator can set leads here. */
  readonly passwordCost?: number
  /** For tests. */
  readonly liveUpdates?: LiveUpdatesOptions
}

/**
 * THE REQUEST MAP: everything that serves a request is registered here, in order, in view.
 *
 * @returns the server, ready to listen
 */
export async function buildApp(context: Context, options: AppOptions = {}): Promise<App> {
  const { config, database } = context
  const app = fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    // Exactly so many proxies are believed; what a caller puts before them is not.
    trustProxy: config.trustProxy > 0 && ((_address, hop) => hop < config.trustProxy),
    bodyLimit: 1_048_576,
    genReqId: makeRequestId,
    requestIdHeader: false,
    childLoggerFactory: makeRequestLogger,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: handleFrameworkError,
    clientErrorHandler: handleClientError,
    // What still arrives while the process stops is served, with `Connection: close`: a deploy loses nothing.
    return503OnClosing: false,
    // Longer than any request line, so that every request of a route passes its hooks and schema; no route has a pattern that
    // a long text could keep busy.
    routerOptions: { maxParamLength: 65_536 },
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(makeValidatorCompiler())
  app.setSerializerCompiler(makeSerializerCompiler())
  app.setErrorHandler(handleError)
  app.decorate('context', context)
  const authenticator = makeAuthenticator({ database, jwtSecret: config.jwtSecret, policies })
  const passwords = makePasswords({
    pepper: config.passwordPepper,
    ...(options.passwordCost !== undefined && { cost: options.passwordCost }),
  })

  await app.register(headers)
  await app.register(cors)
  await app.register(https)
  await app.register(requestLog)
  await app.register(rateLimits)
  // Before the rules for routes of the API: those of the console are guarded by itself, and in no document.
  await mountSupportConsole(app, options.mountConsole ?? null, passwords)
  await app.register(unknownPaths)
  await app.register(deprecation)
  await app.register(openApi, { webhooks: webhookDescriptions })
  await app.register(reference)
  await app.register(permissions, { authenticator })
  await app.register(idempotency)
  await app.register(bodyParsing)

  await app.register(healthRoutes)
  await app.register(mailPreviewRoutes)

  await app.register(authRoutes, { prefix: '/v1', passwords })
  await app.register(accountRecoveryRoutes, { prefix: '/v1', passwords })
  await app.register(accountChangesRoutes, { prefix: '/v1', passwords })
  await app.register(loginProvidersRoutes, { prefix: '/v1' })
  await app.register(linkedLoginsRoutes, { prefix: '/v1', passwords })
  await app.register(secondFactorRoutes, { prefix: '/v1', passwords })
  await app.register(viewAsRoutes, { prefix: '/v1' })
  await app.register(sessionsRoutes, { prefix: '/v1' })
  await app.register(usersRoutes, { prefix: '/v1' })
  await app.register(usageRoutes, { prefix: '/v1' })
  await app.register(accountExportsRoutes, { prefix: '/v1', passwords })
  await app.register(deleteAccountRoutes, { prefix: '/v1', passwords })
  await app.register(notificationsRoutes, { prefix: '/v1' })
  await app.register(notificationPreferencesRoutes, { prefix: '/v1' })
  await app.register(unsubscribeRoutes, { prefix: '/v1' })
  await app.register(platformsRoutes, { prefix: '/v1' })
  await app.register(organizationsRoutes, { prefix: '/v1' })
  await app.register(membersRoutes, { prefix: '/v1' })
  await app.register(invitationsRoutes, { prefix: '/v1' })
  await app.register(myPermissionsRoutes, { prefix: '/v1' })
  await app.register(apiKeysRoutes, { prefix: '/v1' })
  await app.register(brandsRoutes, { prefix: '/v1' })
  await app.register(queueRoutes, { prefix: '/v1' })
  await app.register(socialAccountsRoutes, { prefix: '/v1' })
  await app.register(connectionsRoutes, { prefix: '/v1' })
  await app.register(mediaRoutes, { prefix: '/v1' })
  await app.register(templatesRoutes, { prefix: '/v1' })
  await app.register(aiRoutes, { prefix: '/v1' })
  await app.register(deliveriesRoutes, { prefix: '/v1' })
  await app.register(stopsRoutes, { prefix: '/v1' })
  await app.register(metricsRoutes, { prefix: '/v1' })
  await app.register(analyticsRoutes, { prefix: '/v1' })
  await app.register(postsRoutes, { prefix: '/v1' })
  await app.register(postBulkRoutes, { prefix: '/v1' })
  await app.register(postImportsRoutes, { prefix: '/v1' })
  await app.register(importProgressRoutes, { prefix: '/v1' })
  await app.register(postPlanningRoutes, { prefix: '/v1' })
  await app.register(postApprovalRoutes, { prefix: '/v1' })
  await app.register(recurrencesRoutes, { prefix: '/v1' })
  await app.register(calendarFeedsRoutes, { prefix: '/v1' })
  await app.register(plansRoutes, { prefix: '/v1' })
  await app.register(subscriptionsRoutes, { prefix: '/v1' })
  await app.register(subscriptionChangesRoutes, { prefix: '/v1' })
  await app.register(invoicesRoutes, { prefix: '/v1' })
  await app.register(refundsRoutes, { prefix: '/v1' })
  await app.register(auditRoutes, { prefix: '/v1' })
  await app.register(liveUpdatesRoutes, { prefix: '/v1', ...options.liveUpdates })
  await app.register(webhookEndpointsRoutes, { prefix: '/v1' })
  await app.register(webhookDeliveriesRoutes, { prefix: '/v1' })
  await app.register(webhooksRoutes, { prefix: '/v1' })
  await app.register(dataDeletionsRoutes, { prefix: '/v1' })

  return app
}
