"""What English callers say, as token patterns (notation: `rules_he`). Apostrophes fold away: dont, im."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "not": "not dont doesnt never no cant cannot wont isnt aint",
    "me": "me us my our",
    "please": "please thanks thank you very much a lot",
    "person": "person human people agent representative rep operator manager supervisor someone somebody",
    "machine": "robot robots bot machine computer recording ai automated automatic recorded chatgpt program",
    "call": "call calling phone phoning ring contact contacting",
    "yes": "yes yeah yep yup sure ok okay fine absolutely definitely certainly correct right great perfect good "
    "alright cool mhm gladly indeed exactly agreed of course",
    "yes_tail": "please thanks thank you i do am that works would it is this speaking go ahead thing right he she mhm sounds me be lets "
    "lovely very much so for with fine good great",
    "no_tail": "thanks thank you no not at all really i dont think so sorry its im good today it is wouldnt wont",
    "lang": "english russian arabic french spanish amharic german italian",
    "day": "sunday monday tuesday wednesday thursday friday saturday that time day it",
    "relative": "wife husband mother father mom dad son daughter brother sister roommate secretary assistant colleague",
    "his": "his her their",
    "when": "later tomorrow tonight now today monday tuesday wednesday thursday friday saturday sunday morning "
    "afternoon evening week hour hours minute minutes after in at before until",
    "name": "david daniel dana michael sarah john mary james robert moshe yossi avi rachel ruth noa yael adam eli joseph jacob "
    "tom anna alex maria peter paul susan linda karen mark steve chris mike dan",
    "age": "five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "5 6 7 8 9 10 11 12 13 14 15 16 17",
}

PEOPLE: Final[Mapping[str, str]] = {
    "optout": """
        did|didnt|do|never|havent|not .. consent|agree|agreed|consented .. call|calls|called|contacted
        gave .. permission|consent
        report you|this|it
        file|filing|filed .. complaint
        my name|number off
        name|number .. off .. list|database|system
        not|dont .. want .. more|any|these|your calls
        dont|not want .. you .. call|calling|to .. again|anymore
        block|blocking this|your number
        want .. removed
        not .. consent
        delete|erase .. data|information|info
        remove|delete|take|erase|drop .. me|us|my|our .. list|lists|database|number|details|off|system|records
        remove|delete|erase me|us
        remove|delete|erase my|our|this number|details|name|phone
        take me|us off
        stop|quit calling|phoning|contacting|harassing|bothering|ringing
        stop these|the|your calls
        ? dont|not|never .. call|contact|phone|ring .. me|us|here|again|anymore|back|this
        - dont|not|never .. call|contact|phone|ring .. @when
        - why|can|could|did|didnt|do you not|dont
        - @his .. phone|number
        ? dont|not|never .. call|contact|phone .. again|anymore|ever
        no more calls
        unsubscribe
        opt out
        do not call list|registry
        leave me|us alone
        .. harassment|harassing me|us
        this is|its|thats spam|harassment
        block|blocking|blocked you|your|this
        ^ unsubscribe|stop $
        i|ill|we .. complaint|sue|complain
        lose my number
        """,
    "deceased": """
        no longer with us
        he|she|was|were|got killed|murdered
        may he|she|they rest
        rest in peace
        he|she|hes|shes|@relative dead
        lost him|her|my|our .. ago|last|week|month|year|@relative
        widow|widower|widowed
        he|she|@relative|has|husband|wife .. died|dead
        passed away|on
        deceased
        my late husband|wife|father|mother|brother|sister
        funeral
        sitting .. shiva
        no longer .. alive
        not .. alive
        """,
    "emergency": """
        call 911
        911 please
        not breathing
        isnt|cant breathe|breathing
        help help
        someone|somebody|hes|shes .. hurt|injured|shot|stabbed
        terror|terrorist
        attacked|robbed|robbing me|us
        having .. stroke|seizure|labor|baby
        going into labor
        gas leak
        alarm going|siren
        red alert
        safe room
        siren|sirens
        ambulance
        in|into|to .. shelter
        car|an|had accident now|here
        just .. accident
        there|theres .. fire
        house|building .. fire
        rocket|rockets|missile|missiles
        heart attack
        fainted|collapsed|unconscious|bleeding|choking
        .. emergency
        call the police|911
        """,
    "distress": """
        no reason .. live
        nothing .. live for
        i|ive have|got nobody|noone
        i|ive have no one
        just? lost my job|everything|house|home
        panic attack
        my wife|husband left me
        hurt|harm myself
        everything is falling
        feel|feeling .. alone|hopeless|lonely|empty
        want .. die
        kill myself
        end my life
        suicide|suicidal
        dont want .. live
        im|am .. crying|depressed|devastated|desperate
        falling apart
        so|all|very alone
        i feel alone|terrible|hopeless|awful
        cant take|go .. anymore|on
        i|got just|was|got fired
        """,
    "minor": """
        not allowed .. talk|speak|answer
        in|im .. grade
        in elementary|middle|high school $
        im|am @age !oclock|thirty|pm|am|minutes
        im|am a|only|just|still .. kid|child|minor|boy|girl
        im|am only|just @age
        @age years old
        mom|dad|mommy|daddy|parents|mother|father .. isnt|not|arent|sleeping|asleep|work|out
        my parents .. not|arent
        not .. eighteen|18
        under eighteen|18
        """,
    "voicemail": """
        ?v not available
        -v hes|shes|he|she
        take your call
        press .. one|two|three|five|0|1|2|3|star|pound
        youve|have reached
        trying to reach
        in service
        record .. message
        callback number
        leave .. message|name
        after the beep|tone
        at the tone|beep
        voicemail|voice .. mailbox|voicemail
        voice mail
        mailbox .. full
        you have|youve reached
        not available .. right|at|to|moment
        number you have|dialed|dialled
        press pound|one|1
        your call .. important|forwarded|recorded
        office .. closed
        the subscriber
        """,
    "other_person": """
        answering .. @his phone
        left|forgot .. @his? phone
        he|she|hell|shell .. back|here .. right|soon|minute|moment|later
        hell|shell be .. back
        heres my|his|her|the @relative
        hes|shes at|in .. work|school|shower|meeting
        ask .. him|her $
        ill|let|ill me? .. put|pass|get|give .. him|her|my|the
        hand|handing|passing|giving .. phone|you
        here he|she is|comes
        talk|speak to|with him|her|my
        he|she|hes|shes not|isnt .. here|home|available|in
        he|she|hes|shes .. out|sleeping|asleep|busy|shower|driving
        i am|im .. his|her @relative
        im his|her|@relative
        this is his|her @relative
        im the @relative
        one moment ill get
        """,
    "wrong_number": """
        not|isnt @name
        no @name here
        theres|there is no @name
        nobody|noone|no by that
        no|one|nobody|anyone .. by that name
        dont know .. any|him|her|@name
        doesnt|no .. longer|work|works|live|lives .. here|anymore
        didnt|never leave|left|give|gave|fill .. details|number|info|information|form
        not @his .. phone|number
        not .. phone|number anymore
        dialed|dialled|called|reached .. wrong
        wrong .. number|person
        no one|nobody|noone .. here|name|called
        no .. by that name
        there is|theres no .. here|name
        you have|got|youve .. wrong
        not .. person youre|you
        im|am not him|her|that
        this isnt|is not .. his|her number|phone
        never left|gave|filled .. details|number|form|information
        i|we didnt|never sign|signed|ask|asked|apply|register
        changed .. number
        doesnt|no longer work|works|live|lives here|anymore
        """,
    "other_language": """
        someone|anyone|anybody .. speaks|speak .. @lang
        my hebrew|english .. not|bad|poor|weak
        only @lang $|please
        ^ @lang $|please|only
        only speak|understand @lang
        dont|cant|not|no .. speak|understand|know .. hebrew|english|ivrit
        dont|cant|not .. speak|understand .. language
        no hebrew|english|ivrit
        english|russian|arabic|french|spanish|hebrew please
        speak|in english|russian|arabic|french|spanish|amharic
        do|can you speak .. english|russian|arabic|french|spanish
        """,
    "human": """
        have .. human|person|someone|manager .. call
        no|without robots|machines
        actual human|person
        ?t speak|talk|speaking|talking to|with a|an|the|some|your|another? .. @person
        -t am i
        ?t to|with .. real|live|actual person|human|agent|representative
        real|live|actual person|human|agent please
        ^ a? @person|representative|agent|operator please $
        ^ agent|representative|operator|human $
        want|need|prefer|like|get|give|connect|transfer|find .. human|person|agent|representative|operator|manager|rep
        transfer|connect|put me through|to|over|with
        have|let someone|somebody .. call
        ^ customer service|support @please* $
        want|need|get|transfer|speak|talk|to customer service $
        dont|not|wont .. talk|speak .. robot|robots|machine|machines|computer|computers|bot|bots|recording
        is there .. someone|anyone|person .. talk|speak
        """,
    "is_this_a_bot": """
        is that .. @machine
        youre|you .. @machine
        you .. human|real $
        talking|speaking to|with .. real person|human
        human or
        are|r you|u .. @machine
        is|am this|i|it .. @machine
        is this .. ai
        are you .. real|human|person
        is this .. real person|human
        you|this .. sound|sounds .. @machine
        ^ a? robot|bot|machine $
        this is|youre a|an @machine
        """,
    "where_from": """
        where|how .. know .. my name|number|me
        how|where .. come by|across my
        where|how .. get|got|find|found|have .. my|our|this .. number|details|phone|name|information|contact
        where|how .. my number
        who gave .. my|our|you .. number|details|phone
        how .. have my
        """,
    "who_are_you": """
        who am .. i .. speaking|talking
        who .. speaking|talking|calling with|to|$
        ^ and? you are $
        what .. it about
        may i ask who
        who is|are|s this|it|you|speaking|calling|there
        whos this|calling|speaking|there|it
        ^ who $
        what company|business|organization|firm
        which company|organization|firm
        whats|what is? .. your name|company
        whats|what .. this .. about|regarding
        whats|what is? this $
        why .. calling|call
        what do you want|sell|do
        what are you selling|offering
        where .. you .. calling|from
        do i know you
        is this a sales
        """,
}
