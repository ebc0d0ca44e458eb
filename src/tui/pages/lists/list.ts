import type {Answers} from '../../../words/answers.ts';
import {type Listing, listingOfRows, shownRows} from '../../find/listing.ts';
import type {ListView, Model, Subject, View} from '../../state.ts';
import type {ListBody, ListPage, Rows} from '../page.ts';

/** A page of rows of one kind, of which it knows how they are found, what they are about and what they open. */
export type ListOptions<Shown extends ListView, Row> = Omit<
	ListPage<Shown>,
	'kind' | 'listing' | 'allIds' | 'opens' | 'copies' | 'answers' | 'subject' | 'headerRows' | 'body'
> & {
	readonly rows: Rows<Shown, Row>;
	/** Of the selected row; undefined where none is. */
	readonly subject: (model: Model, view: Shown, row: Row | undefined) => Subject;
	readonly opens: (model: Model, view: Shown, row: Row) => View | string;
	/** What a row is called outside; absent = as the cursor calls it. */
	readonly copies?: (row: Row) => string;
	/** What is answered of a row; absent = nothing is asked of these. */
	readonly answers?: (model: Model, view: Shown, row: Row) => Answers | null;
	readonly body: (model: Model, view: Shown, rows: ShownRows<Row>) => ListBody;
	/** Absent = three. */
	readonly headerRows?: (rows: number) => number;
};

/** The rows of a page: all of them, those that are shown, and the one that the cursor is on. */
export type ShownRows<Row> = {
	readonly all: readonly Row[];
	readonly shown: readonly Row[];
	readonly selected: Row | undefined;
};

/** The page of these rows. */
export function listOf<Shown extends ListView, Row>(options: ListOptions<Shown, Row>): ListPage<Shown> {
	const {rows, subject, opens, copies, answers, body, headerRows = () => 3, ...rest} = options;
	const {traits} = rows;
	const traitsOf = (model: Model) => (typeof traits === 'function' ? traits(model) : traits);
	const shownOf = (model: Model, view: Shown): ShownRows<Row> => {
		const all = rows.all(model, view) ?? [];
		const of = traitsOf(model);
		const shown = shownRows(model, view, all, of);
		return {all, shown, selected: shown.find(row => of.id(row) === view.cursor.id)};
	};
	return {
		...rest,
		kind: 'list',
		headerRows,
		listing: (model, view): Listing => listingOfRows(model, view, rows.all(model, view) ?? [], traitsOf(model)),
		allIds: (model, view) => rows.all(model, view)?.map(traitsOf(model).id) ?? null,
		subject: (model, view) => subject(model, view, shownOf(model, view).selected),
		copies(model, view) {
			const {selected} = shownOf(model, view);
			return selected === undefined ? null : (copies ?? traitsOf(model).id)(selected);
		},
		answers(model, view) {
			const {selected} = shownOf(model, view);
			return selected === undefined ? null : (answers?.(model, view, selected) ?? null);
		},
		opens(model, view) {
			const {selected} = shownOf(model, view);
			return selected === undefined ? rest.noRow : opens(model, view, selected);
		},
		body: (model, view) => body(model, view, shownOf(model, view)),
	};
}
