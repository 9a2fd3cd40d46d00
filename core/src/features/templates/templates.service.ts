import type { Knex } from 'knex'
import { authorize, visible, type Principal } from '../../authz/principal.ts'
import type { Action } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { invalid, notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { requireVersion } from '../../http/version.ts'
import { getBrand } from '../brands/brands.service.ts'
import { strayBracesOf } from './fill-template.ts'
import { Template } from './template.model.ts'
import type { CreateTemplateBody, TemplatesQuery, UpdateTemplateBody } from './templates.schemas.ts'

/** Which template: templates are found below their brand only. */
export interface TemplateId {
  readonly brandId: string
  readonly id: string
}

/** The templates of a brand, newest first: one more than `limit`. @throws ApiError NOT_FOUND, INVALID_CURSOR */
export async function listTemplates(
  context: Context,
  principal: Principal,
  brandId: string,
  query: TemplatesQuery,
): Promise<Template[]> {
  const { organizationId } = await getBrand(context, principal, brandId)
  const statement = Template.query(context.database.api)
    .where({ organization_id: organizationId, brand_id: brandId })
    .whereRaw(...visible(principal, 'read', 'Template'))
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.category !== undefined) void statement.where('category', query.category)
  if (query.cursor !== undefined) {
    const list = templateList(brandId, query)
    void statement.where('id', '<', decodeCursor(context.config.urlSecret, list, query.cursor))
  }
  const rows = await read<object>(context.database, [organizationId], statement.toKnexQuery())
  return rows.map((row) => Template.fromDatabaseJson(row))
}

/** The name of the list in its cursors. */
export function templateList(
  brandId: string,
  { category }: Pick<TemplatesQuery, 'category'>,
): string {
  return JSON.stringify(['templates', brandId, category])
}

/** @throws ApiError NOT_FOUND, for somebody else's too */
export async function getTemplate(
  context: Context,
  principal: Principal,
  { brandId, id }: TemplateId,
): Promise<Template> {
  const query = Template.query(context.database.api)
    .where({ id, brand_id: brandId })
    .whereRaw(...visible(principal, 'read', 'Template'))
  const [row] = await read<object>(context.database, principal.organizationIds, query.toKnexQuery())
  if (row === undefined) throw notFound('Template')
  return Template.fromDatabaseJson(row)
}

/** @throws ApiError NOT_FOUND, FORBIDDEN, VALIDATION_ERROR for braces that are no variable */
export async function createTemplate(
  context: Context,
  principal: Principal,
  brandId: string,
  fields: CreateTemplateBody,
): Promise<Template> {
  const { organizationId } = await getBrand(context, principal, brandId)
  authorize(principal, 'create', 'Template', { organizationId, brandId })
  refuseStrayBraces(fields.template)
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    // A brand that is being deleted is waited for, and is then gone.
    const brand = await transaction('brands')
      .where({ id: brandId, organization_id: organizationId })
      .forKeyShare()
      .first('id')
    if (brand === undefined) throw notFound('Brand')
    return Template.query(transaction)
      .insert({ ...fields, organizationId, brandId })
      .returning('*')
  })
}

/**
 * Changes a template that nobody has changed since it was read. Posts that were made from it stay as they are.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, VERSION_CONFLICT with the present version, VALIDATION_ERROR
 */
export async function updateTemplate(
  context: Context,
  principal: Principal,
  which: TemplateId,
  { version, ...fields }: Omit<UpdateTemplateBody, 'version'> & { readonly version: number },
): Promise<Template> {
  if (fields.template !== undefined) refuseStrayBraces(fields.template)
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const template = await lockTemplate(transaction, principal, which, 'update')
    requireVersion(template, version)
    return Template.query(transaction)
      .where({ id: template.id, organization_id: template.organizationId })
      .patch({ ...fields, version: version + 1 })
      .returning('*')
      .first()
      .throwIfNotFound()
  })
}

/** Deletes a template; posts that were made from it stay. @throws ApiError NOT_FOUND, FORBIDDEN */
export async function deleteTemplate(
  context: Context,
  principal: Principal,
  which: TemplateId,
): Promise<void> {
  await inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const { id, organizationId } = await lockTemplate(transaction, principal, which, 'delete')
    await Template.query(transaction).where({ id, organization_id: organizationId }).delete()
  })
}

async function lockTemplate(
  transaction: Knex.Transaction,
  principal: Principal,
  { brandId, id }: TemplateId,
  action: Action,
): Promise<Template> {
  const template = await Template.query(transaction)
    .where({ id, brand_id: brandId })
    .whereRaw(...visible(principal, 'read', 'Template'))
    .forUpdate()
    .first()
  if (template === undefined) throw notFound('Template')
  authorize(principal, action, 'Template', template)
  return template
}

/** Else somebody's `{{first name}}` would be published as it stands. */
function refuseStrayBraces(template: string): void {
  const stray = strayBracesOf(template)
  if (stray === null) return
  throw invalid(
    'template',
    `\`${stray}\` is no variable. Write {{name}} or {{name|default}}, with letters, digits and underscores.`,
  )
}
