/** The lists of the window: queue, articles, problems. Each keeps its last answer while a newer one is under way. */
import type {
  ArticleList as ArticleAnswer,
  ArticleListRequest,
  ArticleRow,
  CaseListRequest,
  CaseRow,
  ProblemRow,
  Queue,
} from '../bindings'
import type { CasebookError, Client } from '../client'
import { KeptList } from '../lists/kept.svelte'
import { articleView, caseView, readArticleView, readCaseView, type ArticleView, type CaseView } from '../lists/views'
import { Windowed } from '../lists/windowed.svelte'
import { Latest } from './latest'

export class QueueList extends Windowed<CaseRow, Queue> {
  view = $state.raw<CaseView>(caseView())
  readonly saved: KeptList<CaseView>

  constructor(
    private readonly client: Client,
    private readonly onView: (view: CaseView) => void = () => undefined,
  ) {
    super()
    this.saved = new KeptList(client, 'case-views', readCaseView)
  }

  /** Shows another part of the queue, or in another order. */
  async show(view: Partial<CaseView>): Promise<void> {
    this.view = { ...this.view, ...view }
    this.onView(this.view)
    await this.load()
  }

  protected override ask(offset: number, limit: number, find: string | null): Promise<Queue> {
    return this.client.call('list_queue', this.#request(offset, limit, find))
  }

  override paths(offset: number, limit: number): Promise<string[]> {
    return this.client.call('list_queue_paths', this.#request(offset, limit, null))
  }

  #request(offset: number, limit: number, find: string | null): CaseListRequest {
    return { ...this.view, offset, limit, find }
  }
}

export class ArticleList extends Windowed<ArticleRow, ArticleAnswer> {
  view = $state.raw<ArticleView>(articleView())
  readonly saved: KeptList<ArticleView>

  constructor(
    private readonly client: Client,
    private readonly onView: (view: ArticleView) => void = () => undefined,
  ) {
    super()
    this.saved = new KeptList(client, 'article-views', readArticleView)
  }

  async show(view: Partial<ArticleView>): Promise<void> {
    this.view = { ...this.view, ...view }
    this.onView(this.view)
    await this.load()
  }

  protected override ask(offset: number, limit: number, find: string | null): Promise<ArticleAnswer> {
    return this.client.call('list_articles', this.#request(offset, limit, find))
  }

  override paths(offset: number, limit: number): Promise<string[]> {
    return this.client.call('list_article_paths', this.#request(offset, limit, null))
  }

  #request(offset: number, limit: number, find: string | null): ArticleListRequest {
    return { ...this.view, offset, limit, find }
  }
}

export class ProblemList {
  answer = $state.raw<ProblemRow[] | null>(null)
  error = $state.raw<CasebookError | null>(null)
  readonly #latest = new Latest()

  constructor(private readonly client: Client) {}

  async load(): Promise<void> {
    await this.#latest.ask(
      this.client.call('list_problems', {}),
      (answer) => {
        this.answer = answer
        this.error = null
      },
      (error) => (this.error = error),
    )
  }

  /** Loads again what was shown before; what nobody looked at stays unasked. */
  async refresh(): Promise<void> {
    if (this.answer || this.error) await this.load()
  }
}
