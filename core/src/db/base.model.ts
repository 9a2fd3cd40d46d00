import { Model, snakeCaseMappers } from 'objection'

/** Every model: camelCase in code, snake_case in the database. */
export class BaseModel extends Model {
  static override readonly columnNameMappers = snakeCaseMappers()
  static override readonly useLimitInFirst = true
}
