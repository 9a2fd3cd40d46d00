import { variablesOf } from './fill-template.ts'
import type { Template } from './template.model.ts'
import type { TemplateView } from './templates.schemas.ts'

/** A template as it is answered. */
export function presentTemplate(template: Template): TemplateView {
  return {
    id: template.id,
    organizationId: template.organizationId,
    brandId: template.brandId,
    name: template.name,
    description: template.description,
    template: template.template,
    category: template.category,
    variables: variablesOf(template.template).map((variable) => ({ ...variable })),
    version: template.version,
    createdAt: template.createdAt.toISOString(),
    updatedAt: template.updatedAt.toISOString(),
  }
}
