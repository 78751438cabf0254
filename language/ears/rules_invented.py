"""What speech-to-text invents where nobody speaks, learnt from subtitles: patterns (`language.patterns`) and words.

A pattern is anchored wherever its words could also be said in a call: a true תודה רבה survives.
"""

from typing import Final

VOCABULARY: Final = {
    "watching": "צפייה צפיה צפייתכם צפייתך הצפייה הקשבה הקשבתכם האזנה האזנתכם",
    "watched": "שצפיתם שצפית שצפיתן שהקשבתם שהקשבתן שהאזנתם שהאזנת שהאזנתן",
    "audience": "צופים צופינו צופי צופות מאזינים מאזינינו",
    "film": "סרטון סרטונים סרט סרטים וידאו וידיאו פרק פרקים שידור שידורים תוכנית תכנית תוכניות פודקאסט ערוץ עונה",
    "subscribe": "הירשמו הרשמו תירשמו תרשמו הירשם תירשם להירשם להרשם",
    "press": "לחצו תלחצו לחץ תלחץ ללחוץ הקליקו",
    "credit": "כתוביות כתובית תרגום סנכרון עריכה הגהה תמלול דיבוב קריינות",
    "speech": "זה זאת הוא היא הם הן לא כן אני אנחנו אתם יש אין של שלי שלנו שלכם שלך עושים צריך צריכים איך מה כמה למה",
    "made": "תורגם תורגמה תורגמו סונכרן סונכרנו תומלל תומללה נערך נערכו הופק הופקו הובא הובאו הוכן סופקו",
    "by": 'ע"י בידי מאת צוות קהילת באדיבות',
    "thanks_ru": "спасибо благодарю благодарим",
    "subscribe_ru": "подписывайтесь подписывайся подпишитесь подпишись подписаться",
    "credit_ru": "субтитры субтитр редактор корректор озвучено озвучка",
    "thanks_ar": "شكرا شكرن",
    "watching_ar": "المشاهدة للمشاهدة مشاهدتكم لمشاهدتكم مشاهدتك "
    "المتابعة للمتابعة متابعتكم لمتابعتكم الاستماع استماعكم",
    "subscribe_ar": "اشتركوا اشترك اشتركي الاشتراك والاشتراك للاشتراك",
    "next_ar": "القادم القادمة المقبل المقبلة",
}

INVENTED: Final = """
    תודה .. ~@watching
    תודה .. @watched
    תודה .. לכל? ~@audience
    תודה .. לכל מי @watched|שצפה|שצופה|שהאזין|שהקשיב|שמאזין
    ^ תודה רבה? לכם? שהייתם|שהצטרפתם|שנשארתם איתנו|אלינו|אתנו
    ^ תודה רבה? ולהתראות|להתראות|נתראה .. ~@film
    ^ סוף ~@film? $
    ^ המשך .. ~@film .. $
    ^ מיד|תכף|נשוב|נחזור אחרי? ~נשוב|נחזור|פרסומות|הפסקה $
    ^ צפו|צפייה .. ~@film .. מלא|המלא|הבא|חדש|נוסף $
    לסרטונים|לפרקים|לתכנים נוספים
    עקבו|תעקבו|לעקוב אחרינו
    שתפו|תשתפו .. ~סרטון|פרק
    ~מקווה|מקווים שנהניתם|שאהבתם .. ~@film
    ^ אם אהבתם|נהניתם .. ~@film
    ^ ~צפייה|האזנה|הנאה מהנה|נעימה|טובה
    ^ נתראה|להתראות|ניפגש|נפגש .. ~@film .. הבא|הבאה|חדש|חדשה|הבאים
    ^ נתראה|להתראות|ניפגש|נפגש .. ~@film $
    ^ עד ~@film ~בא|באה
    ^ עד|נתראה|להתראות ~פעם ~באה $
    ^ תרגום של? $
    הפעילו|תפעילו|להפעיל .. ~פעמון
    @press .. ~הרשמה|הרשם|מנוי|לייק $
    ^ אל תשכחו|תשכח|תשכחי להירשם|להרשם|לעשות|ללחוץ|לתת|לשתף|לעקוב|להגיב|לפרגן
    @subscribe .. ~ערוץ
    עשו|תעשו|לעשות|תנו|לתת|תעשה|תשאירו|השאירו .. לייק|לייקים|מנוי .. ~ערוץ|סרטון|להירשם|הירשמו|שתפו|תשתפו|לשתף|הגיבו
    עשו|תעשו|לעשות|תנו|תתנו|לתת|תשאירו|השאירו|לחצו|תלחצו לייק|לייקים
    עשו|תעשו מנוי
    ^ לייק
    ^ @subscribe עכשיו|היום|אצלנו|בחינם? $
    @press .. ~פעמון
    @press .. כפתור ~הרשמה|מנוי|לייק
    ^ ~@credit $
    ^ ~@credit ~@credit
    ^ ~@credit על ידי
    ^ ~@credit @by
    ^ ~@credit לעברית|בעברית|אוטומטי|אוטומטית|אוטומטיות|לשונית
    ^ ~כתוביות !@speech .. $
    ^ ~כתוביות נוצרו|נעשו|סופקו|הופקו|הוכנו|תורגמו
    ^ שיר|נעימת|אות ~נושא|פתיחה|סיום $
    ^ ~@made .. על ידי
    ^ ~@made .. @by
    ^ ~@made $
    ^ ~@made ~@made
    ^ תרגם|תרגמה|תרגמו|סנכרן|סנכרנה וסנכרן|וסנכרנה|וסנכרנו|ותרגם|ותרגמה
    ^ תרגום ~הפקה|סדרה|סרט .. $
    ^ כל הזכויות שמורות
    ^ המשך יבוא $
    ^ הפרק הבא
    amara org
    קהילת אמארה|אמרה
    thank|thanks .. for watching|viewing
    ^ thank|thanks you? for your attention $
    you enjoyed|enjoy|liked this|the|our|my video|episode|podcast
    ^ check out our|my .. channel|videos|video|link|website
    ^ .. subs|subtitles|captions by
    ^ transcript|cc by|emily
    ^ the end $
    ^ thank|thanks you? so|very? much? everyone|all|guys? for listening $
    ^ thank|thanks you? so|very? much? everyone|all|guys? for listening to this|our|the|my
    ^ thank|thanks you? so|very? much? for tuning|joining in|us $
    ^ thank|thanks you? for your? viewing|viewership|subscribing
    see you all|guys? in|on the|our|my|another next? video|one|episode|part|lesson|film
    ^ stay tuned $
    ^ please|don't|and? like|subscribe .. subscribe
    ^ subscribe $
    ^ subscribe for|to|now|today
    ^ .. see you next time|video|episode|one $
    ^ please subscribe
    forget|remember|sure|like|and|comment to? like|comment|and* subscribe
    subscribe .. channel|newsletter
    hit|smash|click|press the like|bell|subscribe
    ^ subtitled|subtitling|captioned|captioning|transcribed|transcription|translated|translation|edited .. by
    ^ subtitles|captions|transcript $
    ^ subtitles|captions|transcript .. by
    ^ copyright $
    ^ copyright 19%|20%
    all rights reserved $
    ^ for more information .. visit
    ^ to be continued $
    ^ you $
    ^ untertitel|untertitelung|untertitelt|sottotitoli|subtitulos|subtítulos|legendas
    ^ ondertitels|ondertiteling|napisy|altyazı
    ^ sous titres|titrage
    ^ sous titré
    ^ gracias por ver
    ^ vielen? dank fürs|für zuschauen|zuschauen|das
    ^ merci d'avoir regardé
    @thanks_ru .. за просмотр|внимание|подписку|лайк|лайки|субтитры
    @subscribe_ru .. канал|каналу
    ^ @subscribe_ru $
    ^ не забудьте|забывайте|забудь @subscribe_ru|поставить|ставить
    ставьте|ставь|поставьте|поставь .. лайк|лайки|колокольчик
    ^ @credit_ru
    ^ продолжение следует|в
    ^ всем пока|привет|спасибо $
    ^ конец фильма? $
    ^ до новых встреч $
    @thanks_ru что смотрели|смотрите|слушали|досмотрели|были
    ^ увидимся|встретимся|до .. следующем|новом|следующей|новой видео|выпуске|серии|ролике|части
    ^ @thanks_ar .. على? @watching_ar
    ^ @thanks_ar لكم|لك|جزيلا? على|ل حسن? @watching_ar
    ^ ترجمة وتدقيق|وتوقيت|وتعديل
    ^ ترجمة نانسي|نانسى|فريق|موقع|قناة|شركة
    ^ المترجم|مترجم للقناة|القناة
    ^ النهاية|نهاية|يتبع $
    ^ ترجمة $
    ^ اشتركوا
    @subscribe_ar .. القناة|قناتنا|قناتي|بالقناة|الجرس
    ^ لا تنسوا|تنسى|تنس|تنسي .. @subscribe_ar|الاعجاب|الإعجاب|لايك
    ^ الى|إلى اللقاء في .. @next_ar
    ^ نراكم|اراكم|نلتقي|سنراكم .. الحلقة|الفيديو|حلقة|فيديو .. @next_ar
"""

LABELS: Final = """
    מוזיקה מוסיקה מוזיקת מוסיקת מנגינה נגינה ניגון צחוק צחוקים שקט שתיקה דממה רעש רעשי רעשים צליל צלילים צלילי נגן נגינת
    צפצוף צפצופים ביפ צלצול צלצולים זמזום מחיאות מחיאת שריקות קהל אנחה נשימה נשימות נשיפה שיעול
    music applause laughter laughs laughing laugh silence silent blank audio inaudible noise static clapping
    beep beeps beeping ding ring ringing sigh sighs sighing cough coughs coughing breathing
    музыка аплодисменты смех тишина шум
    موسيقى موسيقي تصفيق ضحك صمت ضوضاء
"""
"""What subtitles call a sound: a whole transcript of these and their attributes was not said."""

ATTRIBUTES: Final = """
    רקע פתיחה סיום כפיים קול שקטה עצובה קצבית מתנגנת מתנגן קלה דרמטית שמחה ברקע טלפון מריע מריעים
    upbeat soft background dramatic playing plays plays ending phone dog intro outro gentle calm of in the crowd
    спокойная тихая весёлая громкая играет фоновая звучит
    هادئة حزينة حار حارة حاد
"""

CREDIT_WORDS: Final = "כתוביות תרגום תרגומי סנכרון עריכה עריכת הגהה תמלול דיבוב קריינות הפקה הפקת"

CREDIT_ATTRIBUTES: Final = """
    לעברית בעברית עברית מאנגלית לאנגלית לשונית חופשי אוטומטי אוטומטית אוטומטיות סגורות על ידי מאת צוות קהילת קבוצת
"""

LAUGHTER: Final = frozenset({"haha", "hahaha", "hehe", "חחח", "хаха", "ههه"})

# Scripts without spaces between words; the rest of the world's subtitles.
FOREIGN: Final = (
    "視聴",
    "订阅",
    "訂閱",
    "字幕",
    "谢谢观看",
    "謝謝觀看",
    "感谢观看",
    "感謝觀看",
    "시청해",
    "구독",
    "뉴스",
    "자막",
)

CREDITS: Final = (
    "ו?ה?(?:כתוביות|תרגום|סנכרון|עריכה|עריכת|הגהה|תמלול|דיבוב|קריינות|תיקון|לשונית|הפקה|הפקת|בימוי|צילום|תסריט|מוזיקה"
    "|מתרגם|מתרגמת|עורך|עורכת|מגיהה?|במאית?|צלם|צלמת|מפיקה?|תרגמה?|תרגמו|ערכה?|סנכרנה?|הפיקה?)"
    "|subtitles?|captions?|translation|translator|translated|edited|editor|transcript|and"
    "|перевод|озвучка|субтитры|редактор|корректор|и|ترجمة|تدقيق|و?توقيت"
)
"""Heads of credits before a colon, as alternatives of a regular expression."""

NUMBER_WORDS: Final = """
    אפס אחת אחד שתיים שתים שניים שנים שלוש ארבע חמש שש שבע שמונה תשע
    zero one two three four five six seven eight nine
    ноль один два три четыре пять шесть семь восемь девять
    صفر واحد اثنين ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة
"""
"""Digits spoken one by one repeat without being a loop: אפס אפס אפס."""
