import type {Act, ActOutcome, ActProposal, ActTarget, Fact} from '../domain/act/act.ts';
import type {Validated} from '../domain/act/validated.ts';
import type {Cutover} from '../domain/cutover/cutover.ts';
import type {Operation, OperationTarget, TargetOutcome} from '../domain/operation/operation.ts';
import type {Plan} from '../domain/operation/plan.ts';
import type {ToldReport} from '../domain/report/told-report.ts';
import type {StatusWord} from '../domain/status-word.ts';
import type {LinkEvent, LinkReply} from '../wire/link.ts';
import type {Find, Heartbeat, Hello, OperateTarget, RawTarget} from '../wire/messages.ts';
import type {
	EventsValue,
	LocksValue,
	Overview,
	SourcesValue,
	TaskValue,
	TaskView,
	Topic,
	TopicMessage,
} from '../wire/topics.ts';
import type {Colours} from '../words/theme.ts';
import type {clusterFields, presentFields} from './past/model-fields.ts';

/** All that the screen is made from. */
export type Model = Operating & {
	/** Null where there is one cluster only. */
	readonly clusters: Clusters | null;
	readonly size: Size;
	/** Whether the terminal shows styles, and of which theme. */
	readonly colours: Colours;
	/** Whether it shows ASCII only. */
	readonly ascii: boolean;
	/** From which age on an answer is old; null = two polls. */
	readonly ageLimitMs: number | null;
	/** All keys, as somebody may have given them. */
	readonly hotkeys: readonly Hotkey[];
	/** Breaks off a `/regex/` that takes too long. */
	readonly within: Within;
	/** What kind of cluster it is, such as `prod`: beside its name on every screen. Null = nobody says. */
	readonly label: string | null;
	/** What to call the cluster; null = by its master. */
	readonly title: string | null;
	/** Who sits here, by the name of the account; null = nobody knows. */
	readonly by: string | null;
	/** This program and its version, such as `dmtop 0.1.0`. */
	readonly program: string;
	/** The file in which what is copied is kept as well; null = in none. */
	readonly copyPath: string | null;
	/** Where the gateway is: `inside`, or its address; null = nobody says. */
	readonly gatewayAt: string | null;
	/** The viewer's clock, in ms since 1970: one that nobody sets (clock.ts). */
	readonly nowMs: number;
	/** The gateway's clock minus the viewer's. */
	readonly clockOffsetMs: number;
	/** The clock on the wall minus the viewer's. */
	readonly wallOffsetMs: number;
	readonly startedAtMs: number;
	/** When somebody pressed a key last, by the viewer's clock; before the first one the start. */
	readonly lastKeyAtMs: number;
	/** The last key before the last time that nobody pressed one for ten minutes; null while there was none. */
	readonly awaySinceMs: number | null;
	/** The first key after that; null once what happened meanwhile was opened. */
	readonly backAtMs: number | null;
	/** The moment that is shown in the place of now; null = now is shown. */
	readonly past: Past | null;
	/** The number of the question for another moment that is under way; null = none is. */
	readonly asksPast: number | null;
	/** The moment with which it begins, by the clock on the wall; null once it is asked for, and where that is now. */
	readonly startAtWallMs: number | null;
	readonly link: LinkState;
	/** What the gateway said of itself; null before it has. */
	readonly hello: Hello | null;
	readonly heartbeat: Heartbeat | null;
	readonly overview: Overview | null;
	/** The newest value of each task that is read now. */
	readonly tasks: ReadonlyMap<string, TaskValue>;
	/** Null before the first value, and while no screen reads it; so the next two. */
	readonly sources: SourcesValue | null;
	readonly locks: LocksValue | null;
	readonly events: EventsValue | null;
	/** What was seen of each task that is watched until its target can take over, by its name, the longest watched first. */
	readonly cutovers: ReadonlyMap<string, Cutover>;
	/** What is open, newest last. */
	readonly views: readonly View[];
	/** What is filtered, searched and sorted, what is being typed, and a frozen screen. */
	readonly finding: Finding;
	/** Long lines of a text are wrapped, and stacks are folded; else neither. */
	readonly wrap: boolean;
	/** The selected row's reason or preview is shown below the list. */
	readonly preview: boolean;
	/** Moments are shown instead of ages. */
	readonly absoluteTimes: boolean;
	/** One sentence in the footer's place until the next key there or until it can be read, such as why a key cannot act. */
	readonly notice: string | null;
	/** Since when it has stood there to be read. */
	readonly noticeSinceMs: number | null;
};

/** What is of now. While the past is shown it goes on aside. */
export type Present = Pick<Model, (typeof presentFields)[number]>;

/** A moment that is shown: what the model holds of these things is of then. */
export type Past = {
	readonly present: Present;
	/** When it was, by the gateway's clock of now. */
	readonly meantMs: number;
	/** How much more that shows than the clock by which the times of the moment are. */
	readonly aheadMs: number;
	/** What was asked for beside what came with it. */
	readonly asked: ReadonlySet<Topic>;
};

/** What is known of one cluster, and how it is looked at. */
export type ClusterState = Pick<Model, (typeof clusterFields)[number]>;

/** Several clusters, of which one is open, or none. What the model holds is of the open one. */
export type Clusters = {
	/** By its name; null = none is open, and the page of all of them is shown. */
	readonly open: string | null;
	/** In the order in which they were given. */
	readonly names: readonly string[];
	/** Those that are not open, by name; and the page of all of them under an empty name, while one is open. */
	readonly others: ReadonlyMap<string, ClusterState>;
};

/** All that has to do with operating tasks: the open dialog, what is under way, whether writing is allowed, the marks. */
export type Operating = {
	readonly dialog: OpenDialog | null;
	/** What was sent and has not been answered yet. */
	readonly underWay: readonly UnderWay[];
	/** What did not go well and came while its dialog was closed, the oldest first: shown once nothing else is open. */
	readonly unread: readonly (Dialog | ActDialog)[];
	/** The dialogs of acts that were sent and have not been answered yet. */
	readonly actsUnderWay: readonly ActDialog[];
	/** Null = the keys that write do nothing (RO). */
	readonly writes: WritingUntil | null;
	/** The marked rows of each open list, by `viewKey`; a row is marked by its object's name. */
	readonly marks: ReadonlyMap<string, ReadonlySet<string>>;
	/** The viewer itself was started to write nothing. */
	readonly readOnly: boolean;
	/** Quitting was asked for while something was under way; asked again, it is done. */
	readonly leaving: boolean;
	/** The newest dialog's number: each dialog, and what it sends, has its own. */
	readonly lastId: number;
};

/** What asks before something is done. */
export type OpenDialog = Dialog | Allowing | ActDialog;

/** One question about one operation, from the key press to its outcome. */
export type Dialog = {
	readonly type: 'operation';
	readonly id: number;
	readonly operation: Operation;
	/** As it was at the key press; nothing that comes later changes it. */
	readonly origin: Origin;
	/** The page on which the key was pressed. */
	readonly from: View;
	/** Why it can never be answered any more, in a few words; null while it can. */
	readonly spoilt: string | null;
	readonly tier: Tier;
	/** What was meant at the key press, by name. */
	readonly asked: readonly OperationTarget[];
	/** How many marked rows are not shown and so are not meant. */
	readonly hidden: number;
	/** The source all of whose tasks are meant; left out where they are meant one by one. */
	readonly bySource?: string;
	/** The first line shown. */
	readonly top: number;
	readonly phase: Phase;
	/** Why the last key did not confirm, in a sentence. */
	readonly remark: string | null;
};

/** One question about one act on what is no task, from the key press to its outcome. */
export type ActDialog = {
	readonly type: 'act';
	readonly id: number;
	readonly act: Act;
	/** As it was at the key press; nothing that comes later changes it. */
	readonly target: ActTarget;
	readonly origin: Origin;
	/** Why it can never be answered any more, in a few words; null while it can. */
	readonly spoilt: string | null;
	/** The first line shown. */
	readonly top: number;
	/** Why the last key did not confirm, in a sentence. */
	readonly remark: string | null;
	readonly phase: ActPhase;
};

export type ActPhase =
	/** The gateway is looking at the target. */
	| {readonly type: 'proposing'}
	| {
			readonly type: 'choosing';
			readonly proposal: ActProposal;
			/** As in `Asking`. */
			readonly shownAtMs: number | null;
			readonly seenLines: number;
			readonly typed: string;
			/** How often the whole name has been typed. */
			readonly typedTimes: number;
	  }
	| {readonly type: 'acting'; readonly sinceMs: number; readonly proposal: ActProposal}
	| {
			readonly type: 'ended';
			readonly sinceMs: number;
			readonly proposal: ActProposal;
			readonly outcome: ActOutcome;
			readonly shownAtMs: number | null;
	  };

/** Which gateway told what was seen, by its `instance`, and what its cluster was called then, with its label. */
export type Origin = {readonly instance: string; readonly cluster: string; readonly label: string | null};

/** What is open, newest on top. A view names its object; the object itself is read from the model. */
export type View = ListView | TextView;

/** A view of rows, one of which is selected. */
export type ListView =
	| {readonly type: 'tasks'; readonly cursor: Cursor}
	/** Several clusters, one a row. */
	| {readonly type: 'clusters'; readonly cursor: Cursor}
	/** The page of a task, at its first tab: its subtasks. */
	| {readonly type: 'task'; readonly task: string; readonly cursor: Cursor}
	| {readonly type: 'sources'; readonly cursor: Cursor}
	| {readonly type: 'locks'; readonly cursor: Cursor}
	| {readonly type: 'workers'; readonly cursor: Cursor}
	/** The events of one task, or of all. */
	| {readonly type: 'events'; readonly task: string | null; readonly cursor: Cursor};

/**
 * Where a list's cursor is: on an object, by its name. The index is only remembered for the day on which the object is
 * gone, and `top` is the first row of the window. With `followsTop` it is on whatever is the first row, until somebody
 * moves it.
 */
export type Cursor = {
	readonly id: string | null;
	readonly index: number;
	readonly top: number;
	readonly followsTop?: true;
};

/** A view of lines; `top` is the first line shown. */
export type TextView =
	/** Another tab of a task's page; `from` is where the cursor was among its subtasks. */
	| {
			readonly type: 'tab';
			readonly task: string;
			readonly tab: Exclude<TaskTab, 'subtasks'>;
			readonly top: number;
			readonly from?: Cursor;
	  }
	| {readonly type: 'subtask'; readonly task: string; readonly source: string; readonly top: number}
	/** By the row's name, which is not the source's where DM 1.0 names only a worker. */
	| {readonly type: 'source'; readonly source: string; readonly top: number}
	| {readonly type: 'lock'; readonly task: string; readonly target: string; readonly top: number}
	/** Why a task is as it is, or one of its subtasks. */
	| {readonly type: 'why'; readonly task: string; readonly source: string | null; readonly top: number}
	/** What has to be green before the target of a task takes over. */
	| {readonly type: 'cutover'; readonly task: string; readonly top: number}
	| RawView
	| ReportView
	| ValidationView
	| {readonly type: 'help'; readonly top: number};

/** A tab of a task's page. */
export type TaskTab = 'subtasks' | 'sharding' | 'relay' | 'errors' | 'events' | 'config';

/** What DM answered for an object, as long as the view is open. `source` is where in it the object stands. */
export type RawView = {
	readonly type: 'raw';
	readonly of: RawTarget;
	readonly source: string | null;
	readonly top: number;
	readonly answer: RawAnswer;
};

export type RawAnswer =
	| {readonly type: 'asking'}
	| {readonly type: 'text'; readonly lines: readonly string[]}
	/** Why there is none, in a sentence. */
	| {readonly type: 'failed'; readonly message: string};

/** What happened in a window of time, asked of the gateway once. `sinceMs` is of the viewer's clock. */
export type ReportView = {
	readonly type: 'report';
	readonly sinceMs: number;
	/** Since the last key before an absence; else the usual hours. */
	readonly isAway: boolean;
	readonly top: number;
	readonly answer: ReportAnswer;
};

/** What the validators of a task tell, or of its part on one source, asked of the gateway once. */
export type ValidationView = {
	readonly type: 'validation';
	readonly task: string;
	readonly source: string | null;
	readonly top: number;
	readonly answer: ValidationAnswer;
};

export type ValidationAnswer =
	| {readonly type: 'asking'}
	| {readonly type: 'told'; readonly told: Validated}
	/** Why there is none, in a sentence. */
	| {readonly type: 'failed'; readonly message: string};

export type ReportAnswer =
	| {readonly type: 'asking'}
	| {readonly type: 'told'; readonly told: ToldReport}
	/** Why there is none, in a sentence. */
	| {readonly type: 'failed'; readonly message: string};

/** How strongly a dialog asks: a small one, a list of what will happen, or the name typed. */
export type Tier = 1 | 2 | 3;

export type Phase =
	/** The state of a target has not come yet. */
	| {readonly type: 'reading'}
	| Asking
	| {readonly type: 'sending'; readonly sinceMs: number; readonly targets: readonly Target[]}
	| {
			readonly type: 'answered';
			/** When it was sent, by the viewer's clock. */
			readonly sinceMs: number;
			readonly outcomes: readonly TargetOutcome[];
			/** Why there are none, in a sentence. */
			readonly message: string | null;
			/** Whether a gateway goes on looking at what is unknown. */
			readonly isWatched: boolean;
			/** When the frame that shows it was written, by the viewer's clock; null before that. */
			readonly shownAtMs: number | null;
	  };

/** All is known; nothing that comes later changes what the dialog says. */
export type Asking = {
	readonly type: 'asking';
	readonly targets: readonly Target[];
	/** When the newest answer of the cluster came that the dialog speaks of, by the gateway's clock; null = unknown. */
	readonly dataAtMs: number | null;
	/** When the frame that shows the dialog was written, by the viewer's clock; null before that. */
	readonly shownAtMs: number | null;
	/** How many of its lines have been on the screen, from the first one on. */
	readonly seenLines: number;
	/** What has been typed of the name that is asked for. */
	readonly typed: string;
	readonly focus: Focus;
};

/** A target with what was seen of it when the dialog opened, and what can be done to it. */
export type Target = OperateTarget & {
	/** Null = DM lists no such task. */
	readonly view: TaskView | null;
	readonly plan: Plan;
};

/** Where the keys go in a dialog that asks for the name. */
export type Focus = 'name' | 'cancel' | 'pause';

/** The question whether writing shall be allowed for a while. */
export type Allowing = {
	readonly type: 'allowing';
	readonly id: number;
	/** As it was at the key press. */
	readonly origin: Origin;
	/** Why it can never be answered any more, in a few words; null while it can. */
	readonly spoilt: string | null;
	/** The first line shown. */
	readonly top: number;
	readonly phase: {
		readonly type: 'allowing';
		/** When the frame that shows it was written, by the viewer's clock; null before that. */
		readonly shownAtMs: number | null;
		/** How many of its lines have been on the screen, from the first one on. */
		readonly seenLines: number;
	};
	/** Why the last key did not confirm, in a sentence. */
	readonly remark: string | null;
};

/** What is sent and waited for; `id` is that of the dialog that sent it. */
export type UnderWay = {
	readonly id: number;
	readonly operation: Operation;
	readonly targets: readonly OperationTarget[];
	/** Where it was sent. */
	readonly origin: Origin;
	/** The page on which it was asked for: what is done loses its mark there. */
	readonly from: View;
	/** The viewer's clock. */
	readonly sinceMs: number;
};

/** Writing is allowed until a moment of the viewer's clock; null = until somebody ends it. */
export type WritingUntil = {readonly untilMs: number | null};

/** The terminal's size, in character cells. */
export type Size = {readonly columns: number; readonly rows: number};

/**
 * Does the work and tells whether it was done within so many ms; what was not is broken off. No pattern may hang the
 * screen, and only the language's engine can break off an expression: so the program gives this to the model, and with
 * it alone what is pure here may end in two ways.
 */
export type Within = (ms: number, work: () => void) => boolean;

/** How the link to the gateway is. */
export type LinkState =
	| {readonly type: 'connecting'}
	| {readonly type: 'open'}
	| {readonly type: 'lost'; readonly message: string; readonly sinceMs: number; readonly retryAtMs: number};

/** All that has to do with finding things: what each list leaves out, what is being typed, and a frozen screen. */
export type Finding = {
	/** How each open view is looked at, by `viewKey`; a view that is not in it is looked at as `asItIs`. */
	readonly looks: ReadonlyMap<string, Look>;
	readonly prompt: Prompt | null;
	readonly frozen: Frozen | null;
};

/** How one view is looked at. */
export type Look = {
	readonly filter: Filter | null;
	readonly problemsOnly: boolean;
	/** What was put on the rows, the newest first: it goes first. */
	readonly newest: readonly Layer[];
	readonly sort: SortKey;
	readonly reversed: boolean;
	/** What is searched in a text, and the line on which it was found last. */
	readonly search: {readonly matcher: Matcher; readonly line: number} | null;
};

/** A list's filter, as it was read: rows are shown that fit all of its terms. */
export type Filter = {
	/** As typed, without what could not be read. */
	readonly text: string;
	readonly terms: readonly Term[];
};

/** One thing that a filter asks for; negated (`!`) it asks for the opposite, and what is unknown fits neither. */
export type Term = {readonly negated: boolean} & (
	| {
			readonly type: 'word';
			/** In small letters. */
			readonly text: string;
			/** The letter that is called so. */
			readonly word: StatusWord | null;
	  }
	| {readonly type: 'regex'; readonly matcher: Matcher}
	| {readonly type: 'figure'; readonly figure: FigureName; readonly operator: Operator; readonly value: number}
	/** The pieces of the name between its `*`. */
	| {readonly type: 'name'; readonly field: FieldName; readonly pieces: readonly string[]}
);

/** How a figure is compared. */
export type Operator = '>' | '>=' | '<' | '<=' | '=';

/** A figure that a filter can compare: seconds, bytes, rows per second. */
export type FigureName = 'lag' | 'gap' | 'rows';

/** What a filter can ask for by its name. */
export type FieldName = 'task' | 'source' | 'worker';

/** What is looked for, ready to test texts. */
export type Matcher = {
	/** As typed. */
	readonly text: string;
	/** Which of the texts match; null = the pattern takes too long, for these and for all that come. */
	readonly matching: (texts: readonly string[]) => readonly boolean[] | null;
};

/** What can be put on the rows of a list, and taken off again. */
export type Layer = 'filter' | 'problems' | 'marks';

/** By what a list is sorted: `severity`, which is as the gateway gives it, worst first, or a name that its page gives. */
export type SortKey = string;

/** What the keys go into while it is open. */
export type Prompt =
	| {
			readonly type: 'filter' | 'search';
			readonly text: string;
			readonly problem: string | null;
			readonly before: Before;
	  }
	| {readonly type: 'sort'; readonly before: Before}
	/** `chosen` is the ID of an item; null = the first. */
	| {readonly type: 'palette'; readonly text: string; readonly chosen: string | null};

/** How it was before the prompt was opened. */
export type Before = {readonly view: View; readonly look: Look};

/** A screen that stands still: data that comes is held back, the newest of each topic. */
export type Frozen = {
	/** The viewer's clock. */
	readonly sinceMs: number;
	readonly count: number;
	readonly held: ReadonlyMap<Topic, TopicMessage>;
};

/** What can happen. Those of the keys are in the key table (hotkeys.ts). */
export type Event =
	/** `wallMs` is what the clock on the wall shows; left out, it goes on as before. */
	| {readonly type: 'tick'; readonly nowMs: number; readonly wallMs?: number}
	| {readonly type: 'resize'; readonly size: Size}
	/** Somebody pressed a key, whatever it does. */
	| {readonly type: 'pressed'; readonly atMs: number}
	/** `atMs` is when it came, by the viewer's clock. */
	| {readonly type: 'link'; readonly atMs: number; readonly event: LinkEvent}
	/** Something that has happened at one of several clusters, whether or not it is open. */
	| {readonly type: 'at'; readonly cluster: string; readonly event: ClusterEvent}
	/** Opens one of several clusters; null = the page of all of them. */
	| {readonly type: 'enter'; readonly cluster: string | null}
	| {readonly type: 'step'; readonly step: Step}
	| {readonly type: 'open'; readonly view: View}
	/** Shows a view in the place of the one that is shown. */
	| {readonly type: 'turn'; readonly view: View}
	/** How asking for what DM answered ended. */
	| {readonly type: 'raw'; readonly of: RawTarget; readonly reply: LinkReply}
	/** How asking for what happened since a time of the viewer's clock ended. */
	| {readonly type: 'report'; readonly sinceMs: number; readonly reply: LinkReply}
	/** Another moment is to be shown, or now. */
	| {readonly type: 'past'; readonly change: PastChange}
	/** How asking for a moment ended. */
	| {readonly type: 'moment'; readonly id: number; readonly reply: LinkReply}
	/** How asking for what the validators of a task tell ended. */
	| {readonly type: 'validation'; readonly task: string; readonly reply: LinkReply}
	| {readonly type: 'home'}
	| {readonly type: 'back'}
	| {readonly type: 'toggle'; readonly option: 'wrap' | 'preview' | 'absoluteTimes'}
	| {readonly type: 'find'; readonly change: FindChange}
	| {readonly type: 'operate'; readonly change: OperateChange}
	| {readonly type: 'refresh'}
	/** Draws the whole screen anew. */
	| {readonly type: 'repaint'}
	| {readonly type: 'suspend'}
	| {readonly type: 'notice'; readonly text: string}
	/** Puts a text, clean and not too long, on the clipboard. */
	| {readonly type: 'copy'; readonly text: string}
	/** Shows a text, clean, in the pager. */
	| {readonly type: 'page'; readonly text: string}
	| {readonly type: 'quit'};

/** What comes from a cluster, and not from the person. */
export type ClusterEvent = Extract<
	Event,
	{readonly type: 'link' | 'raw' | 'report' | 'moment' | 'validation' | 'operate'}
>;

/** Which moment is to be shown. */
export type PastChange =
	/** Begins there, by the clock on the wall, as soon as the gateway is known. */
	| {readonly type: 'start'; readonly wallMs: number}
	/** The next moment at which something changed, or the one before. */
	| {readonly type: 'step'; readonly by: 1 | -1}
	| {readonly type: 'by'; readonly ms: number}
	/** That of an event, and the page of what it is about; null = it has none. */
	| {readonly type: 'event'; readonly atMs: number; readonly view: View | null}
	| {readonly type: 'return'};

/** A step of the cursor, or of a text. */
export type Step = 'down' | 'up' | 'page-down' | 'page-up' | 'half-down' | 'half-up' | 'top' | 'bottom';

/** What can happen to what is looked for. */
export type FindChange =
	| {readonly type: 'ask'; readonly prompt: Prompt['type']}
	/** Typed or pasted. */
	| {readonly type: 'type'; readonly text: string}
	| {readonly type: 'erase'; readonly all: boolean}
	/** Moves the palette's cursor to an item. */
	| {readonly type: 'choose'; readonly id: string}
	/** Closes the palette and does what was chosen. */
	| {readonly type: 'run'; readonly event: Event}
	| {readonly type: 'sort'; readonly key: SortKey}
	| {readonly type: 'reverse'}
	| {readonly type: 'problems'}
	/** Closes the prompt; what was typed holds. */
	| {readonly type: 'keep'}
	/** Closes the prompt; all is as before it. */
	| {readonly type: 'cancel'}
	/** Takes off the newest thing that hides rows or marks lines on the shown view. */
	| {readonly type: 'undo'}
	| {readonly type: 'match'; readonly by: 1 | -1}
	| {readonly type: 'freeze'};

/** What can happen to the dialog, to what is under way, to the marks and to the allowing. */
export type OperateChange =
	| ActChange
	/** Opens a dialog. */
	| {readonly type: 'ask'; readonly operation: Operation; readonly meant: Meant}
	/** The frame that shows the dialog was written, with so many of its lines. */
	| {readonly type: 'shown'; readonly atMs: number; readonly lines: number}
	| {readonly type: 'confirm'}
	/** A key that would have confirmed did not, and why. */
	| {readonly type: 'remark'; readonly text: string}
	| {readonly type: 'type'; readonly text: string}
	| {readonly type: 'erase'; readonly all: boolean}
	| {readonly type: 'focus'; readonly by: 1 | -1}
	| {readonly type: 'scroll'; readonly top: number}
	| {readonly type: 'close'}
	/** How what a dialog sent has ended. */
	| {readonly type: 'answer'; readonly id: number; readonly reply: LinkReply}
	/** Asks whether writing shall be allowed for a while; ends that at once where it is allowed. */
	| {readonly type: 'allow-writing'}
	| {readonly type: 'mark'; readonly rows: 'one' | 'all'};

/** What can happen to the dialog of an act. */
export type ActChange =
	| {readonly type: 'ask-act'; readonly act: Act; readonly target: ActTarget}
	| {readonly type: 'proposed'; readonly id: number; readonly reply: LinkReply}
	/** Typed or pasted; null takes the last character away, and an empty text all. */
	| {readonly type: 'type-act'; readonly text: string | null}
	| {readonly type: 'ended'; readonly id: number; readonly reply: LinkReply};

/** A task, a source, or both: what keys that look at something else of the selected object go by. */
export type Subject = {readonly task: string | null; readonly source: string | null};

/** What a key would operate, by name, and how many marked rows are left out because they are not shown. */
export type Meant = {
	readonly targets: readonly OperationTarget[];
	readonly hidden: number;
	/** The source all of whose tasks are meant; left out where they are meant one by one. */
	readonly bySource?: string;
};

/** What is to be done outside the model. */
export type Command =
	/** On the page of several clusters all of them are meant. */
	| {readonly type: 'refresh'}
	| {readonly type: 'retry'}
	/** Asks for what DM answered; a `raw` event follows. */
	| {readonly type: 'raw'; readonly of: RawTarget}
	/** Asks what happened since a time of the viewer's clock; a `report` event follows. */
	| {readonly type: 'report'; readonly sinceMs: number}
	/** Asks for the state of a moment; a `moment` event follows. */
	| {readonly type: 'moment'; readonly id: number; readonly find: Find; readonly topics: readonly Topic[]}
	/** Asks what the validators of a task tell; a `validation` event follows. */
	| {readonly type: 'validation'; readonly task: string}
	/** Has the gateway operate targets; an `operate` event with the answer follows. */
	| OperateCommand
	/** Asks the gateway what an act would meet and cost now; a `proposed` change follows. */
	| {readonly type: 'propose'; readonly id: number; readonly act: Act; readonly target: ActTarget}
	| ActCommand
	| {readonly type: 'repaint'}
	/** Asks the terminal to put it on its clipboard. */
	| {readonly type: 'copy'; readonly text: string}
	/** Lends the terminal to the pager until it is left. */
	| {readonly type: 'page'; readonly text: string}
	/** Gives the terminal back to the shell until the program is continued. */
	| {readonly type: 'suspend'}
	| {readonly type: 'quit'};

/** What is to be sent. */
export type OperateCommand = {
	readonly type: 'operate';
	readonly id: number;
	/** Which gateway told what was seen: another one must not act on it. */
	readonly instance: string;
	readonly operation: Operation;
	readonly targets: readonly OperateTarget[];
	readonly bySource?: string;
};

/** An act to be sent; an `ended` change follows. */
export type ActCommand = {
	readonly type: 'act';
	readonly id: number;
	readonly instance: string;
	readonly act: Act;
	readonly target: ActTarget;
	readonly seen: readonly Fact[];
	readonly typed: number;
};

/** How many lines each part of a screen gets; all add up to the terminal's rows. */
export type Layout = {
	/** The small pane: no titles, no panes, as little around the rows as can be. */
	readonly small: boolean;
	/** The list on the left with the events below it, and what is told of the selected row right of them. */
	readonly split: boolean;
	readonly header: number;
	/** The rows of a list, or the lines of a text. */
	readonly body: number;
	/** Below the list, its rule included: the selected row's reason, or the preview. */
	readonly pane: number;
	/** Below that, its rule included. */
	readonly events: number;
	readonly footer: number;
};

/** One thing that keys do. A row of the table in hotkeys.ts. */
export type Hotkey = {
	readonly id: string;
	/** Names as keyboard/decode.ts tells them; the first ones are shown. */
	readonly keys: readonly string[];
	/** In the footer, in a word or two. */
	readonly label: string;
	/** In the help and the palette, in a few words. */
	readonly help: string;
	/** In the palette, where that says more, such as what it is about now. */
	readonly title?: (model: Model) => string;
	readonly group: HotkeyGroup;
	/** In the help it stands beside that key, by its ID. */
	readonly beside?: string;
	/** Whether the key belongs to what is on the screen. */
	readonly where: (model: Model) => boolean;
	/** Where it belongs, in a few words, for the screens where it does not; absent = there is nothing more to say. */
	readonly elsewhere?: (model: Model) => string | undefined;
	/** Where neither help nor footer tells of it; absent = nowhere. */
	readonly hidden?: (model: Model) => boolean;
	/** Why it cannot act now, in a few words; undefined when it can. */
	readonly whyNot: (model: Model) => string | undefined;
	readonly event: (model: Model) => Event;
	/** It acts only as a single key press, never out of a burst. */
	readonly alone?: true;
};

/** Under which word it stands in the help. */
export type HotkeyGroup = 'move' | 'views' | 'see' | 'do';
