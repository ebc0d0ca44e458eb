import type {Topic} from '../../wire/topics.ts';
import type {Answers} from '../../words/answers.ts';
import type {Listing} from '../find/listing.ts';
import type {Traits} from '../find/traits.ts';
import type {Cursor, Layout, ListView, Meant, Model, Subject, TextView, View} from '../state.ts';
import type {Line, PageLine} from '../ui/line.ts';

/**
 * What a page is, whatever it shows. All that is not a page asks the table of pages (pages.ts) and never the type of a
 * view; what a page does not say of itself is as it mostly is.
 */
type Common<Shown extends View> = {
	/** Where it is, from the list of tasks on. */
	readonly crumbs: (view: Shown, model: Model) => readonly string[];
	/** The words that lead here from a command line (find/place.ts); absent = none do, as it is there for a moment only. */
	readonly place?: (view: Shown) => readonly string[];
	/** What it is called where there is room for little; absent = as the crumbs say. */
	readonly shortName?: (view: Shown) => ShortName;
	/** What it reads of the cluster. */
	readonly topics: (view: Shown) => readonly Topic[];
	/** The task and the source that keys go by which look at something else of the same object. */
	readonly subject: (model: Model, view: Shown) => Subject;
	/** What the keys that operate mean: the marked rows or the selected one. Absent = nothing that can be operated. */
	readonly means?: (
		view: Shown,
		rows: {
			readonly selected: string | null;
			readonly marked: readonly string[];
			/** What the key of an ID is called. */
			readonly keyName: (id: string) => string;
		},
	) => Means;
	/** What is answered of the selected row, or of what the page is about; null where nothing is known of it. */
	readonly answers?: (model: Model, view: Shown) => Answers | null;
	/** Keys for a whole task mean its task. */
	readonly isOfTask?: true;
	/** What DM answered of the source is meant, with all its tasks, not of the task. */
	readonly isOfSource?: true;
	/** How many lines stand above the body, on so many rows. */
	readonly headerRows: (rows: number, model: Model) => number;
	/** Where the cursor is among the subtasks, on a page that has a task's tabs; absent = it has none. */
	readonly tabCursor?: (view: Shown) => Cursor;
	/** The list whose marks and filter are kept while this is open. */
	readonly over?: (view: Shown) => ListView;
};

/** Empty where the cluster's name says it all. */
export type ShortName = {
	/** On a line of its own. */
	readonly title: string;
	/** Beside other things: the last word stays, and as much of the first as fits. */
	readonly words: readonly string[];
	/** Which end of the last word stays where it has to be cut. */
	readonly keeps: 'start' | 'end';
};

/** What is meant, without the count of hidden rows; or why nothing is, in a few words. */
export type Means = Meant['targets'] | string;

/** A page of rows, one of which is selected. What its rows are nobody else needs to know. */
export type ListPage<Shown extends ListView = ListView> = Common<Shown> & {
	readonly kind: 'list';
	/** Which key opens it from everywhere, and what it opens; absent = it is opened from other pages only. */
	readonly hotkey?: PageKey<Shown>;
	readonly listing: (model: Model, view: Shown) => Listing;
	/** The names of all rows, also of those that a filter hides; null while they are not known. */
	readonly allIds: (model: Model, view: Shown) => readonly string[] | null;
	/** What the selected row is called outside, for the clipboard; null where none is selected. */
	readonly copies: (model: Model, view: Shown) => string | null;
	/** What Enter opens, or why nothing can be opened, in a few words. */
	readonly opens: (model: Model, view: Shown) => View | string;
	/** Why there is no row that a key could be about. */
	readonly noRow: string;
	/** Why there is no task that a key could be about. */
	readonly noTask: string;
	/** Why DM's answer of the selected row cannot be shown, where neither a task nor a source is known. */
	readonly noAnswer?: string;
	/** How many lines of the body are not rows. */
	readonly noteRows?: (model: Model) => number;
	/** How many of at most so many lines the pane needs below the rows, its rule included; absent = all of them. */
	readonly paneNeeds?: (model: Model, view: Shown, most: number) => number;
	/** From 160 columns on the selected row has the right side of the screen. */
	readonly hasSplit?: true;
	/** The newest events stand below the pane. */
	readonly hasEvents?: true;
	/** The pane shows more of the selected task than the list knows. */
	readonly previewsTask?: true;
	/** Its summary says how it is looked at, so that the title bar does not. */
	readonly tellsLook?: true;
	/** Rows can be marked, and their marks are kept while the list is open. */
	readonly isMarkable?: true;
	/** What stands in its place before its rows have come; null once they have. */
	readonly before: (model: Model, view: Shown) => readonly Line[] | null;
	readonly body: (model: Model, view: Shown) => ListBody;
	/** Where there is room for one thing only nothing stands in the place of its summary before its rows have come. */
	readonly isOfCluster?: true;
};

/** The parts of a list page as they are now; none is wider than the terminal. */
export type ListBody = {
	/** The lines under the title bar; the first gives way to a banner. */
	readonly summary: readonly Line[];
	/** The line of titles, in its columns. */
	readonly titles: string;
	/** How many rows are shown in all. */
	readonly count: number;
	/** The rows of a window, marked and coloured. */
	readonly rows: (from: number, to: number) => readonly Line[];
	/** Why there is no row. */
	readonly empty: string;
	/** Stand below the last row, as many as the page has room for. */
	readonly notes: readonly string[];
	/** What is told of the selected row below the list, under a rule, in so many lines. */
	readonly pane: (rows: number) => readonly Line[];
	/** What is told of the selected row right of the list, in so many lines and columns. */
	readonly side?: (rows: number, columns: number) => readonly Line[];
	/** What stands below the pane, in so many lines. */
	readonly events?: (rows: number) => readonly Line[];
	/** The same where there is room for one thing only; absent = the rows as they are. */
	readonly small: SmallBody;
};

/** A key with what the help says of it, and the view that it opens. */
export type PageKey<Shown extends ListView = ListView> = {
	readonly key: string;
	readonly help: string;
	readonly view: Shown;
};

export type SmallBody = {
	/** The second line; null = the counts of all tasks. */
	readonly second: Line | null;
	readonly rows: (from: number, to: number) => readonly Line[];
	/** Why there is no row. */
	readonly empty: readonly Line[];
	/** Why rows that are there are not shown is told without a margin. */
	readonly isBare: boolean;
	/** What is told of the selected row, under a rule; empty where none is selected. */
	readonly pane: (rows: number) => readonly Line[];
};

/** A page of lines. */
export type TextPage<Shown extends TextView = TextView> = Common<Shown> & {
	readonly kind: 'text';
	/** All lines, also those that are not on the screen. */
	readonly lines: (model: Model, view: Shown) => readonly PageLine[];
	/** What stands between the title bar and the rule; absent = nothing does. `range` says which lines are shown. */
	readonly head?: (model: Model, view: Shown, layout: Layout, banner: Line | null, range: string) => readonly Line[];
	/** Its head says which lines are shown, and no rule stands below it. */
	readonly isUnruled?: true;
	/** Long lines of DM's are wrapped and folded here, so that a key can show them as they are. */
	readonly wraps?: (view: Shown) => boolean;
};

/** A page of whatever view; its functions are only ever given views of its own type. */
export type Page =
	| (Omit<ListPage, keyof Common<View>> & Common<View>)
	| (Omit<TextPage, keyof Common<View>> & Common<View>);

/** How the rows of a list are told apart, found and sorted. */
export type Rows<Shown extends ListView, Row> = {
	/** Null while they are not known. */
	readonly all: (model: Model, view: Shown) => readonly Row[] | null;
	/** By the model where the rows alone do not tell; the same again as long as nothing has changed. */
	readonly traits: Traits<Row> | ((model: Model) => Traits<Row>);
};
