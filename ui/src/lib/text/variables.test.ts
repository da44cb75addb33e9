import { describe, expect, it } from 'vitest'

import { fakeClient } from '../fake'
import { caseVariables } from './variables'

describe('what a case knows of a reply', () => {
  it('is who, about what, by whom, and what resolved it', () => {
    const { vault } = fakeClient()
    const one = vault.cases[0]!
    const article = vault.articles[0]!
    one.links = [{ article: article.id, how: 'resolved-by', at: null, query: null }]
    const known = caseVariables(vault.view(one.path), 'mira')
    expect(known).toMatchObject({ ref: one.ref, contact: one.contact, owner: 'mira', 'article.title': article.title })
  })

  it('has no name for what it does not know', () => {
    const { vault } = fakeClient()
    const one = vault.cases[0]!
    Object.assign(one, { contact: null, promised: null, links: [], products: [] })
    expect(Object.keys(caseVariables(vault.view(one.path), null)).sort()).toEqual(['customer', 'owner', 'ref', 'title'])
  })
})
